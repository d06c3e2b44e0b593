package io.estafet.dispatch;

import io.estafet.journal.OpenMessage;
import io.estafet.message.PortfolioId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
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
final class Sweeper {

    private static final int PAGE = 1_000;

    private final Stations stations;
    private final DispatchConfig config;
    private final QueueRepair repair;
    private volatile @Nullable Instant sweptUntil;
    private final AtomicBoolean forgotten = new AtomicBoolean();

    Sweeper(Stations stations, DispatchConfig config, DispatchMeters meters) {
        this.stations = stations;
        this.config = config;
        this.repair = new QueueRepair(stations, meters);
    }

    /** Begins again from the past, also when a sweep is under way: another replica has swept meanwhile, or none has. */
    void forget() {
        forgotten.set(true);
    }

    /** Runs one sweep. The caller must not overlap two runs. */
    Uni<Void> run() {
        Instant until = stations.clock().instant().minus(config.sweepAfter());
        Instant from = start(until.minus(config.sweepFrom()));
        if (!from.isBefore(until)) {
            return Uni.createFrom().voidItem();
        }
        return pages(from, until).invoke(() -> sweptUntil = until);
    }

    /**
     * Where the sweep starts. The place is kept until a sweep succeeds. A time that was not swept for longer than the
     * usual past is not skipped.
     */
    private Instant start(Instant past) {
        Instant known = sweptUntil;
        boolean again = forgotten.getAndSet(false);
        Instant start = known == null || (again && past.isBefore(known)) ? past : known;
        sweptUntil = start;
        return start;
    }

    private Uni<Void> pages(Instant from, Instant until) {
        return Pipelines.pages(
                PAGE,
                after -> stations.openMessages().waitingAcceptedBetween(from, until, after, PAGE),
                this::enqueueMissing);
    }

    private Uni<Void> enqueueMissing(List<OpenMessage> page) {
        Map<PortfolioId, List<OpenMessage>> byPortfolio =
                page.stream().collect(Collectors.groupingBy(OpenMessage::portfolio));
        return Multi.createFrom()
                .iterable(byPortfolio.entrySet())
                .onItem()
                .transformToUniAndConcatenate(of -> repair.enqueue(of.getKey(), of.getValue()))
                .collect()
                .last()
                .replaceWithVoid();
    }
}
