package io.estafet.access;

import io.smallrye.config.ConfigMapping;
import java.util.Map;

/** The API keys. */
@ConfigMapping(prefix = "estafet.api")
public interface ApiKeysConfig {

    /** By tenant, the SHA-256 of its key in hex: the key itself is nowhere. No key, no entry. */
    Map<String, String> keys();
}
