package io.estafet;

import jakarta.inject.Singleton;

/** Whether this replica has started completely and is not draining. Thread-safe. */
@Singleton
public final class Readiness {

    private volatile boolean ready;

    void set(boolean now) {
        ready = now;
    }

    /** True between start-up and drain. */
    public boolean isReady() {
        return ready;
    }
}
