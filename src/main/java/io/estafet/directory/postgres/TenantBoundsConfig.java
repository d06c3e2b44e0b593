package io.estafet.directory.postgres;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/**
 * How much of the directory one tenant may have. When a bound is lowered, what is beyond it stays and may change; only
 * growth is refused.
 */
@ConfigMapping(prefix = "estafet.directory")
interface TenantBoundsConfig {

    /** The most portfolios of one tenant. */
    @WithDefault("5000")
    @Min(1)
    int maxPortfolios();

    /** The most numbers of one tenant; each takes about 2 KB of memory on every replica. */
    @WithDefault("10000")
    @Min(1)
    int maxSenders();

    /** The most templates of one tenant; each takes about 100 bytes of memory on every replica and as much in Redis. */
    @WithDefault("100000")
    @Min(1)
    int maxTemplates();

    /** The most bytes of components of all of a tenant's templates; they are stored in PostgreSQL only. */
    @WithDefault("268435456")
    @Min(1)
    long maxTemplateBytes();
}
