package io.estafet.inbound;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Cuts what a payload says into steps. The order of the items never changes: the progress of a payload that waits for
 * its next turn is counted in it, also by a replica of another version.
 */
@Singleton
final class PayloadSteps {

    /** Statuses that are told to the journal together. */
    private static final int STATUSES = 500;

    private static final int MESSAGES = 250;

    /** One after the other: the directory takes changes in turn. Few, so that a slow step still ends in time. */
    private static final int CHANGES = 10;

    private final StatusWork statuses;
    private final WindowWork windows;
    private final PeopleWork people;
    private final AccountWork accounts;
    private final HealthWork health;

    PayloadSteps(StatusWork statuses, WindowWork windows, PeopleWork people, AccountWork accounts, HealthWork health) {
        this.statuses = statuses;
        this.windows = windows;
        this.people = people;
        this.accounts = accounts;
        this.health = health;
    }

    /** The steps that are left, those that were done before excluded. */
    List<Step> left(Notices notices, Payload payload) {
        Cutter cutter = new Cutter(payload.done());
        cutter.cut(notices.statuses(), STATUSES, (items, tally) -> statuses.work(items, payload, tally));
        cutter.cut(notices.messages(), MESSAGES, (items, tally) -> windows.wrote(items, payload, tally));
        cutter.each(EventKind.PREFERENCE, notices.preferences(), people::prefers);
        cutter.each(EventKind.ERROR, notices.throttles(), item -> people.throttled(item, payload.receivedAt()));
        cutter.each(EventKind.TEMPLATE, notices.templates(), item -> accounts.template(item, payload));
        cutter.each(EventKind.LIMIT, notices.limits(), item -> accounts.limit(item, payload));
        cutter.each(EventKind.THROUGHPUT, notices.upgrades(), accounts::upgrade);
        cutter.each(EventKind.HEALTH, notices.healths(), item -> health.told(item, payload));
        return cutter.steps;
    }

    /** Work whose failure is noted and keeps nobody from going on. */
    static Uni<Void> spared(Tally tally, Uni<Void> work) {
        return work.onFailure().invoke(tally::failed).onFailure().recoverWithNull();
    }

    private static final class Cutter {

        private final List<Step> steps = new ArrayList<>();
        private int toSkip;

        Cutter(int toSkip) {
            this.toSkip = toSkip;
        }

        <T> void cut(List<T> items, int most, BiFunction<List<T>, Tally, Uni<Void>> work) {
            int first = Math.min(toSkip, items.size());
            toSkip -= first;
            for (int from = first; from < items.size(); from += most) {
                List<T> part = items.subList(from, Math.min(items.size(), from + most));
                steps.add(new Step(part.size(), tally -> work.apply(part, tally)));
            }
        }

        <T> void each(EventKind kind, List<T> items, Function<T, Uni<EventResult>> work) {
            cut(
                    items,
                    CHANGES,
                    (part, tally) -> Multi.createFrom()
                            .iterable(part)
                            .onItem()
                            .transformToUniAndConcatenate(
                                    item -> one(kind, Uni.createFrom().deferred(() -> work.apply(item)), tally))
                            .collect()
                            .last());
        }

        private static Uni<Void> one(EventKind kind, Uni<EventResult> work, Tally tally) {
            return spared(
                    tally, work.invoke(result -> tally.result(kind, result)).replaceWithVoid());
        }
    }
}
