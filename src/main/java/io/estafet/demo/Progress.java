package io.estafet.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Prints the demo's progress each second: one line that is overwritten, or plain lines for a file. */
final class Progress implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Progress.class);

    private final PrintStream out;
    private final boolean live;
    private final Outcome outcome;
    private final AtomicInteger accepted;
    private final long began = System.nanoTime();
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "demo progress");
        thread.setDaemon(true);
        return thread;
    });
    private long sentBefore;

    /** @param live true for a terminal */
    Progress(PrintStream out, boolean live, Outcome outcome, AtomicInteger accepted) {
        this.out = out;
        this.live = live;
        this.outcome = outcome;
        this.accepted = accepted;
    }

    void start() throws IOException {
        sentBefore = outcome.sent();
        var unused = ticks.scheduleAtFixedRate(this::tell, 1, 1, TimeUnit.SECONDS);
    }

    private void tell() {
        try {
            long sent = outcome.sent();
            out.printf(
                    live ? "\r%3d s   accepted %d   sent %d   %d/s   " : "%3d s   accepted %d   sent %d   %d/s%n",
                    (System.nanoTime() - began) / 1_000_000_000,
                    accepted.get(),
                    sent,
                    sent - sentBefore);
            sentBefore = sent;
        } catch (IOException late) {
            LOG.debugf("no progress is told: %s", late);
        }
    }

    /** Nothing more is printed after this returns. */
    @Override
    public void close() throws InterruptedException {
        ticks.shutdown();
        if (!ticks.awaitTermination(2, TimeUnit.SECONDS)) {
            ticks.shutdownNow();
        }
    }
}
