package io.estafet.http;

import java.time.Duration;

/** Bounds of a test. */
record TestHttpConfig(long bodyMemory, int streams, int streamsPerTenant) implements HttpConfig {

    static TestHttpConfig memory(long bytes) {
        return new TestHttpConfig(bytes, 4, 2);
    }

    @Override
    public Duration bodyDeadline() {
        return Duration.ofSeconds(10);
    }

    @Override
    public int bodyMinRate() {
        return 1024;
    }

    @Override
    public int streamMinRate() {
        return 256;
    }

    @Override
    public Duration headDeadline() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Duration writeDeadline() {
        return Duration.ofSeconds(30);
    }
}
