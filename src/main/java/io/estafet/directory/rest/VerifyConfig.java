package io.estafet.directory.rest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Whether a number must be proved. */
@ConfigMapping(prefix = "estafet.directory")
public interface VerifyConfig {

    /** A number is registered only when the API shows it, and its account, to the given access token. */
    @WithDefault("true")
    boolean verify();
}
