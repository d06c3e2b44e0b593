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
 * Enqueues what was committed and never reached Redis: accepted by a replica that died in between, or while Redis was
 * away. Looks at each moment of acceptance once; messages that Redis lost later are the {@link JournalScan}'s and the
 * rebuild's.
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

    /** Begins again from the past, also when a sweep is under way: another replica has swept meanwhile, or nobody. */
    void forget() {
        forgotten.set(true);
    }

    /** One sweep; the caller does not overlap them. */
    Uni<Void> run() {
        Instant until = stations.clock().instant().minus(config.sweepAfter());
        Instant from = start(until.minus(config.sweepFrom()));
        if (!from.isBefore(until)) {
            return Uni.createFrom().voidItem();
        }
        return pages(from, until).invoke(() -> sweptUntil = until);
    }

    /** Kept until a sweep succeeds; and what was not swept for longer than the usual past is not skipped. */
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
