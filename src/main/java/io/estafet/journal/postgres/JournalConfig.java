package io.estafet.journal.postgres;

import io.estafet.journal.GroupCommit;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How the journal writes. The writers together must stay below {@code quarkus.datasource.reactive.max-size}. */
@ConfigMapping(prefix = "estafet.journal")
public interface JournalConfig {

    /** Rows of one statement; beyond some hundreds a larger one saves nothing and only waits longer. */
    @WithDefault("512")
    @Min(1)
    int batch();

    /** Statements of one kind (intake, rights, outcomes, decisions, statuses) under way at once. */
    @WithDefault("2")
    @Min(1)
    int writers();

    /** Rows of one kind that may wait for a statement; more are refused at once. */
    @WithDefault("20000")
    @Min(1)
    int backlog();

    /** Intake gives up after it, so that a caller has its 503 within a second. */
    @WithDefault("800ms")
    Duration intakeDeadline();

    /** Every other statement is given up after it. */
    @WithDefault("5s")
    Duration deadline();

    /** A day's messages are dropped when older, but never before 8 days and never with open messages. */
    @WithDefault("30d")
    Duration retention();

    /** The bounds of a kind of statement whose callers wait for the given time. */
    default GroupCommit.Bounds bounds(Duration patience) {
        return new GroupCommit.Bounds(batch(), writers(), backlog(), patience);
    }
}
