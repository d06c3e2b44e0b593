package io.estafet.dispatch.repair;

import io.estafet.journal.OpenMessage;
import io.estafet.journal.OpenMessages;
import io.estafet.message.PortfolioId;
import io.estafet.reactive.Unis;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Enqueues messages that were committed and never reached Redis: their replica died in between, or Redis was away. The
 * sweeper looks at each moment of acceptance once. The {@link JournalScan} and the rebuild care for messages that Redis
 * lost later.
 */
@Singleton
final class Sweeper {

    private static final int PAGE = 1_000;

    private final OpenMessages openMessages;
    private final QueueRepair repair;
    private final RepairConfig config;
    private final InstantSource clock;
    private final AtomicBoolean restarted = new AtomicBoolean();
    private volatile @Nullable Instant sweptUntil;

    Sweeper(OpenMessages openMessages, QueueRepair repair, RepairConfig config, InstantSource clock) {
        this.openMessages = openMessages;
        this.repair = repair;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Makes the next run begin {@link RepairConfig#sweepFrom()} earlier, also when one is under way: this replica
     * cannot know what was swept while it did not run the repairs.
     */
    void restart() {
        restarted.set(true);
    }

    /** Runs one sweep. The caller must not overlap two runs. */
    Uni<Void> run() {
        Instant until = clock.instant().minus(config.sweepAfter());
        Instant from = start(until.minus(config.sweepFrom()));
        return from.isBefore(until) ? sweep(from, until).invoke(() -> sweptUntil = until) : Unis.done();
    }

    /**
     * Where the sweep starts. The start is kept until a sweep succeeds. A longer gap
     * is swept as a whole.
     */
    private Instant start(Instant past) {
        Instant known = sweptUntil;
        boolean again = restarted.getAndSet(false);
        Instant start = known == null || (again && past.isBefore(known)) ? past : known;
        sweptUntil = start;
        return start;
    }

    private Uni<Void> sweep(Instant from, Instant until) {
        return Pages.forEach(
                PAGE, after -> openMessages.waitingAcceptedBetween(from, until, after, PAGE), this::enqueueMissing);
    }

    private Uni<Void> enqueueMissing(List<OpenMessage> page) {
        Map<PortfolioId, List<OpenMessage>> byPortfolio =
                page.stream().collect(Collectors.groupingBy(OpenMessage::portfolio));
        return Unis.inTurn(byPortfolio.entrySet(), of -> repair.enqueueMissing(of.getKey(), of.getValue()));
    }
}
