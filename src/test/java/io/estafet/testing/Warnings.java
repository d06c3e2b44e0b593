package io.estafet.testing;

import io.estafet.http.GoneCallersFilter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The warnings and errors that the console shows from its making until its close. */
public final class Warnings extends Handler implements AutoCloseable {

    /** It speaks of a machine that is busy. */
    private static final String BLOCKED_THREADS = "io.vertx.core.impl.BlockedThreadChecker";

    /** What a request goes through; others work in the same JVM. */
    private static final List<String> ON_THE_WAY = List.of(
            "io.vertx", "io.netty", "io.quarkus", "org.jboss.resteasy", "io.estafet.http", "io.estafet.problem");

    /** Held, or it would be made anew without this handler. */
    private final Logger root = Logger.getLogger("");

    private final List<String> lines = new CopyOnWriteArrayList<>();

    public Warnings() {
        setLevel(Level.WARNING);
        setFilter(new GoneCallersFilter());
        root.addHandler(this);
    }

    public List<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord line) {
        if (isLoggable(line) && concernsRequests(line.getLoggerName())) {
            lines.add(line.getLevel() + " " + line.getLoggerName() + ": " + line.getMessage() + " " + line.getThrown());
        }
    }

    private static boolean concernsRequests(String logger) {
        return !logger.equals(BLOCKED_THREADS) && ON_THE_WAY.stream().anyMatch(logger::startsWith);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        root.removeHandler(this);
    }
}
