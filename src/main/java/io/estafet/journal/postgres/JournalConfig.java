package io.estafet.journal.postgres;

import io.estafet.reactive.GroupCommit;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How the journal writes. The writers together must stay below {@code quarkus.datasource.reactive.max-size}. */
@ConfigMapping(prefix = "estafet.journal")
public interface JournalConfig {

    /**
     * The most rows of one statement. Beyond some hundreds, more rows save nothing and only make callers wait longer.
     */
    @WithDefault("512")
    @Min(1)
    int batch();

    /** The most statements of one kind (intake, rights, outcomes, decisions, statuses) under way at once. */
    @WithDefault("2")
    @Min(1)
    int writers();

    /** The most rows of one kind that may wait for a statement; more are refused at once. */
    @WithDefault("20000")
    @Min(1)
    int backlog();

    /** Statements of the intake are given up after this time, so that a caller has a 503 within a second. */
    @WithDefault("800ms")
    Duration intakeDeadline();

    /** All other statements are given up after this time. */
    @WithDefault("5s")
    Duration deadline();

    /**
     * A day's messages are dropped when they are older, but never before 8 days and never while one of them is open.
     */
    @WithDefault("30d")
    Duration retention();

    /** The bounds of a kind of statement whose callers wait for the given time. */
    default GroupCommit.Bounds bounds(Duration patience) {
        return new GroupCommit.Bounds(batch(), writers(), backlog(), patience);
    }
}
