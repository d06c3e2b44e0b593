package io.estafet.inbound;

import io.estafet.reactive.Unis;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Cuts what a payload says into steps. The order of the items never changes: the progress of a payload that waits for
 * its next run is a number of items in this order, which a replica of another version may read.
 */
@Singleton
record PayloadSteps(
        StatusWork statuses, WindowWork windows, PeopleWork people, AccountWork accounts, HealthWork health) {

    /** The most statuses that are written to the journal together. */
    private static final int STATUSES = 500;

    private static final int MESSAGES = 250;

    /**
     * The most changes of one step. They run one after the other, because the directory takes changes in turn. There
     * are few, so that a slow step still ends in time.
     */
    private static final int CHANGES = 10;

    /**
     * Items of a payload that are worked on without a break.
     *
     * @param items how many
     * @param work ends when all of them were tried; what failed is in the result
     */
    record Step(int items, Function<PayloadResult, Uni<Void>> work) {}

    /** The steps that are left; those that were done before are excluded. */
    List<Step> left(WebhookEvents events, Payload payload) {
        Cutter cutter = new Cutter(payload.done());
        cutter.cut(events.statuses(), STATUSES, (items, result) -> statuses.work(items, payload, result));
        cutter.cut(events.messages(), MESSAGES, (items, result) -> windows.wrote(items, payload, result));
        cutter.each(EventKind.PREFERENCE, events.preferences(), people::prefers);
        cutter.each(EventKind.ERROR, events.throttles(), item -> people.throttled(item, payload.receivedAt()));
        cutter.each(EventKind.TEMPLATE, events.templates(), item -> accounts.template(item, payload));
        cutter.each(EventKind.LIMIT, events.limits(), item -> accounts.limit(item, payload));
        cutter.each(EventKind.THROUGHPUT, events.upgrades(), accounts::upgrade);
        cutter.each(EventKind.HEALTH, events.healths(), item -> health.healthChanged(item, payload));
        return cutter.steps;
    }

    /** Does the work, notes its failure, and never fails, so that the work that follows goes on. */
    static Uni<Void> spared(PayloadResult result, Uni<Void> work) {
        return Unis.recovered(work, result::failed);
    }

    private static final class Cutter {

        private final List<Step> steps = new ArrayList<>();
        private int toSkip;

        Cutter(int toSkip) {
            this.toSkip = toSkip;
        }

        <T> void cut(List<T> items, int most, BiFunction<List<T>, PayloadResult, Uni<Void>> work) {
            int first = Math.min(toSkip, items.size());
            toSkip -= first;
            for (List<T> part : Unis.parts(items.subList(first, items.size()), most)) {
                steps.add(new Step(part.size(), result -> work.apply(part, result)));
            }
        }

        <T> void each(EventKind kind, List<T> items, Function<T, Uni<EventResult>> work) {
            cut(
                    items,
                    CHANGES,
                    (part, result) -> Unis.inTurn(
                            part,
                            item -> spared(
                                    result,
                                    Uni.createFrom()
                                            .deferred(() -> work.apply(item))
                                            .invoke(event -> result.count(kind, event, 1))
                                            .replaceWithVoid())));
        }
    }
}
