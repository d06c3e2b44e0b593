package io.estafet.directory.postgres;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;
import java.util.Optional;

/** The keys that protect what is stored. They live outside the database. */
@ConfigMapping(prefix = "estafet.secrets")
public interface SecretsConfig {

    /** 256 bits in base64. Access tokens are encrypted with it; without it the program does not start. */
    Optional<String> key();

    /** The name of the key, stored beside what it encrypts, so that the key can be replaced. */
    @WithDefault("1")
    String keyId();

    /** Earlier keys by name; they still decrypt. */
    Map<String, String> oldKeys();
}
