package io.estafet.intake.redis;

import io.estafet.intake.redis.ListIntake.Round;
import io.estafet.reactive.Unis;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** Reads the intake list from {@link #start} to {@link #stop}, one round after the other. */
@Singleton
public final class IntakeLifecycle {

    private static final Logger LOG = Logger.getLogger(IntakeLifecycle.class);

    /** A round ends by its own deadlines. Another replica takes over the entries that it does not finish. */
    private static final Duration LAST_ROUND = Duration.ofSeconds(3);

    private final ListIntake list;
    private final ListConfig config;
    private volatile boolean running;
    private volatile CompletionStage<Void> loop = CompletableFuture.completedStage(null);

    IntakeLifecycle(ListIntake list, ListConfig config) {
        this.list = list;
        this.config = config;
    }

    /** Begins to read. Call when the directory's books are loaded and the journal's schema is there. */
    public void start() {
        if (!config.enabled() || running) {
            return;
        }
        running = true;
        loop = Unis.whileTrue(() -> roundAndRest().map(round -> running)).subscribeAsCompletionStage();
    }

    /** Takes no more entries; ends when the round under way has ended, after some seconds at the latest. */
    public Uni<Void> stop() {
        running = false;
        return Uni.createFrom()
                .completionStage(() -> loop)
                .ifNoItem()
                .after(LAST_ROUND)
                .fail()
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Round> roundAndRest() {
        return Unis.recovered(
                        list.round(), Round.STUCK, failure -> LOG.warnf("the intake list was not read: %s", failure))
                .chain(this::rest);
    }

    private Uni<Round> rest(Round round) {
        return switch (round) {
            case WORKED -> Uni.createFrom().item(round);
            case EMPTY -> Uni.createFrom().item(round).onItem().delayIt().by(config.poll());
            case STUCK -> Uni.createFrom().item(round).onItem().delayIt().by(config.pause());
        };
    }
}
