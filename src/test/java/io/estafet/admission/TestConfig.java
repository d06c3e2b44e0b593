package io.estafet.admission;

import java.time.Duration;

/** Admission's config as a record. */
record TestConfig(int scan, int pairBurst) implements AdmissionConfig {

    static final TestConfig DEFAULT = new TestConfig(512, 40);

    @Override
    public Duration lease() {
        return Duration.ofSeconds(15);
    }

    @Override
    public Duration lead() {
        return Duration.ofMillis(20);
    }

    @Override
    public Duration horizon() {
        return Duration.ofMillis(180);
    }

    @Override
    public int headroomPerMille() {
        return 15;
    }

    @Override
    public Duration pairInterval() {
        return Duration.ofMillis(6_200);
    }

    @Override
    public Duration windowMargin() {
        return Duration.ofSeconds(5);
    }
}
