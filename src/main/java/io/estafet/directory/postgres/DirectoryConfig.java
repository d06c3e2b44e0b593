package io.estafet.directory.postgres;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How the directory talks to PostgreSQL. */
@ConfigMapping(prefix = "estafet.directory")
public interface DirectoryConfig {

    /** Every statement is given up after it; beneath a caller's patience of a second. */
    @WithDefault("800ms")
    Duration deadline();

    /** Statements over thousands of rows: an import's batch, a page of the projection, the books at start. */
    @WithDefault("10s")
    Duration bulkDeadline();

    /** Addresses whose person is remembered in memory, about 200 bytes each. */
    @WithDefault("200000")
    @Min(1)
    int knownPeople();
}
