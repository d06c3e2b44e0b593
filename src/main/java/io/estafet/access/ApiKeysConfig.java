package io.estafet.access;

import io.smallrye.config.ConfigMapping;
import java.util.Map;

/** The API keys. */
@ConfigMapping(prefix = "estafet.api")
public interface ApiKeysConfig {

    /**
     * The SHA-256 of each tenant's API key, in hex, by tenant. The key itself is stored nowhere. A tenant without a key
     * has no entry.
     */
    Map<String, String> keys();
}
