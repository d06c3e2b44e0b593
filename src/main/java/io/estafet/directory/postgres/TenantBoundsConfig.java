package io.estafet.directory.postgres;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/**
 * How much of the directory one tenant may have. What is beyond a bound when the bound is lowered stays, and may
 * change; only growth is refused.
 */
@ConfigMapping(prefix = "estafet.directory")
interface TenantBoundsConfig {

    /** Portfolios of one tenant. */
    @WithDefault("5000")
    @Min(1)
    int maxPortfolios();

    /** Numbers of one tenant; each takes about 2 KB of memory on every replica. */
    @WithDefault("10000")
    @Min(1)
    int maxSenders();

    /** Templates of one tenant; each takes about 100 bytes of memory on every replica and as much in Redis. */
    @WithDefault("100000")
    @Min(1)
    int maxTemplates();

    /** Bytes of the components of all of a tenant's templates; they are stored in PostgreSQL only. */
    @WithDefault("268435456")
    @Min(1)
    long maxTemplateBytes();
}
