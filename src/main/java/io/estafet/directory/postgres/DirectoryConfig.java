package io.estafet.directory.postgres;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How the directory talks to PostgreSQL. */
@ConfigMapping(prefix = "estafet.directory")
public interface DirectoryConfig {

    /** The deadline of an ordinary statement. It is below the second that a caller is willing to wait. */
    @WithDefault("800ms")
    Duration deadline();

    /**
     * The deadline of statements over thousands of rows: an import's batch, a page of the projection, the books at
     * start.
     */
    @WithDefault("10s")
    Duration bulkDeadline();

    /** The most addresses whose person is remembered in memory; each takes about 200 bytes. */
    @WithDefault("200000")
    @Min(1)
    int knownPeople();
}
