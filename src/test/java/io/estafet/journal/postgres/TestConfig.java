package io.estafet.journal.postgres;

import java.time.Duration;

/** The journal's settings without Quarkus. */
record TestConfig(int batch, int writers, int backlog, Duration intakeDeadline, Duration deadline, Duration retention)
        implements JournalConfig {

    /** As the defaults, but patient at intake: a test machine may be busy. */
    static final TestConfig PATIENT =
            new TestConfig(512, 2, 20_000, Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofDays(30));
}
