package io.estafet.dispatch;

import io.estafet.journal.Journal;
import io.estafet.message.SenderId;
import io.estafet.sender.SenderBook;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The loops of this replica: one for each number that was ever in its share. Thread-safe. */
@Singleton
final class SenderLoops {

    private final VertxInternal vertx;
    private final LoopTimes times;
    private final SenderBook book;
    private final Takes takes;
    private final DecisionRecorder decisions;
    private final Claims claims;
    private final Attempts attempts;
    private final Journal journal;
    private final Acknowledgements acknowledgements;
    private final Map<SenderId, SenderLoop> loops = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    SenderLoops(
            Vertx vertx,
            LoopTimes times,
            SenderBook book,
            Takes takes,
            DecisionRecorder decisions,
            Claims claims,
            Attempts attempts,
            Journal journal,
            Acknowledgements acknowledgements) {
        this.vertx = (VertxInternal) vertx;
        this.times = times;
        this.book = book;
        this.takes = takes;
        this.decisions = decisions;
        this.claims = claims;
        this.attempts = attempts;
        this.journal = journal;
        this.acknowledgements = acknowledgements;
    }

    /** The number's loop; a new one has a context of its own. After {@link #stop} it is stopped. */
    SenderLoop of(SenderId sender) {
        SenderLoop loop = loops.computeIfAbsent(sender, this::create);
        if (stopped) {
            loop.stop();
        }
        return loop;
    }

    Collection<SenderLoop> all() {
        return loops.values();
    }

    /** Stops all loops, also those of numbers that are seen first from now on. */
    void stop() {
        stopped = true;
        loops.values().forEach(SenderLoop::stop);
    }

    private SenderLoop create(SenderId id) {
        EventLoop loop = new EventLoop(vertx.createEventLoopContext());
        OutcomeRecorder outcomes = new OutcomeRecorder(journal, acknowledgements, times, id, loop);
        return new SenderLoop(id, loop, times, book, takes, decisions, claims, attempts, outcomes);
    }
}
