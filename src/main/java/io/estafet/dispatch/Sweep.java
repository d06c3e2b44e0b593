package io.estafet.dispatch;

import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.outcome.OpenMessage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Enqueues what was committed and never reached Redis: accepted by a replica that died in between, or while Redis was
 * away. Looks at each moment of acceptance once; messages that Redis lost later are the rebuild's.
 */
final class Sweep {

    private static final int PAGE = 1_000;

    private final Stations stations;
    private final DispatchConfig config;
    private @Nullable Instant sweptUntil;

    Sweep(Stations stations, DispatchConfig config) {
        this.stations = stations;
        this.config = config;
    }

    /** Begins again from the past: another replica has swept meanwhile, or nobody. */
    void forget() {
        sweptUntil = null;
    }

    /** One sweep; the caller does not overlap them. */
    Uni<Void> run() {
        Instant until = stations.clock().instant().minus(config.sweepAfter());
        Instant known = sweptUntil;
        Instant from = known != null ? known : until.minus(config.sweepFrom());
        if (!from.isBefore(until)) {
            return Uni.createFrom().voidItem();
        }
        return pages(from, until, Optional.empty()).invoke(() -> sweptUntil = until);
    }

    private Uni<Void> pages(Instant from, Instant until, Optional<MessageId> after) {
        return stations.openMessages()
                .waitingAcceptedBetween(from, until, after, PAGE)
                .chain(page -> {
                    Uni<Void> enqueued = enqueueMissing(page);
                    return page.size() < PAGE
                            ? enqueued
                            : enqueued.chain(() -> pages(
                                    from,
                                    until,
                                    Optional.of(page.get(page.size() - 1).id())));
                });
    }

    private Uni<Void> enqueueMissing(List<OpenMessage> page) {
        Map<PortfolioId, List<OpenMessage>> byPortfolio =
                page.stream().collect(Collectors.groupingBy(OpenMessage::portfolio));
        return Multi.createFrom()
                .iterable(byPortfolio.entrySet())
                .onItem()
                .transformToUniAndConcatenate(of -> enqueueMissing(of.getKey(), of.getValue()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Integer> enqueueMissing(PortfolioId portfolio, List<OpenMessage> messages) {
        return stations.queue()
                .present(portfolio, messages.stream().map(OpenMessage::id).toList())
                .chain(present -> enqueue(portfolio, messages, present));
    }

    private Uni<Integer> enqueue(PortfolioId portfolio, List<OpenMessage> messages, Set<MessageId> present) {
        return stations.queue()
                .enqueue(
                        portfolio,
                        messages.stream()
                                .filter(message -> !present.contains(message.id()))
                                .map(OpenMessage::entry)
                                .toList());
    }
}
