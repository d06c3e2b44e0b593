package io.estafet.clock;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Moves the clock as a file says: one file moves all replicas of a test. */
@Singleton
public final class ClockLifecycle {

    private static final Logger LOG = Logger.getLogger(ClockLifecycle.class);
    private static final long PERIOD_MILLIS = 100;

    private final MovableClock clock;
    private final ClockConfig config;
    private final Vertx vertx;

    ClockLifecycle(MovableClock clock, ClockConfig config, Vertx vertx) {
        this.clock = clock;
        this.config = config;
        this.vertx = vertx;
    }

    /** @throws IllegalStateException when the clock is to be moved in production */
    public void start() {
        config.offsetFile().ifPresent(this::follow);
    }

    private void follow(String file) {
        if (ConfigUtils.isProfileActive(LaunchMode.NORMAL.getDefaultProfile())) {
            throw new IllegalStateException("estafet.clock.offset-file is for tests; profile prod refuses it");
        }
        vertx.setPeriodic(
                0, PERIOD_MILLIS, timer -> vertx.fileSystem().readFile(file).onSuccess(this::move));
    }

    private void move(Buffer content) {
        String text = content.toString().strip();
        if (!text.isEmpty() && Long.parseLong(text) != clock.offsetMillis()) {
            clock.moveTo(Long.parseLong(text));
            LOG.infof("the clock was moved by %s ms", text);
        }
    }
}
