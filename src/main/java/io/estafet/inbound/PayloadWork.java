package io.estafet.inbound;

import io.estafet.inbound.Payloads.Aside;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Works on one payload from reading it to forgetting it. No item spoils its neighbours: what is wrong is counted, what
 * fails is noted, and the rest is done all the same; then the payload is forgotten, kept, or given back for later.
 */
@Singleton
final class PayloadWork {

    private static final Logger LOG = Logger.getLogger(PayloadWork.class);
    /** What is known a moment later is known within it: books are read twice a second. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final PayloadReader reader;
    private final StatusWork statuses;
    private final WindowWork windows;
    private final PeopleWork people;
    private final AccountWork accounts;
    private final HealthWork health;
    private final Payloads payloads;
    private final InboundConfig config;
    private final InboundMeters meters;
    private final InstantSource clock;

    PayloadWork(
            PayloadReader reader,
            StatusWork statuses,
            WindowWork windows,
            PeopleWork people,
            AccountWork accounts,
            HealthWork health,
            Payloads payloads,
            InboundConfig config,
            InboundMeters meters,
            InstantSource clock) {
        this.reader = reader;
        this.statuses = statuses;
        this.windows = windows;
        this.people = people;
        this.accounts = accounts;
        this.health = health;
        this.payloads = payloads;
        this.config = config;
        this.meters = meters;
        this.clock = clock;
    }

    /** Never fails: what cannot even be noted is taken again when its lease ends. */
    Uni<Void> work(Payload payload) {
        if (payload.tries() > config.tries()) {
            return noted(payload, poison(payload, Optional.empty()));
        }
        Tally tally = new Tally();
        return Uni.createFrom()
                .deferred(() -> work(payload, reader.read(payload.body()), tally))
                .ifNoItem()
                .after(config.workDeadline())
                .fail()
                .onFailure()
                .invoke(tally::failed)
                .onFailure()
                .recoverWithNull()
                .chain(() -> noted(payload, end(payload, tally)));
    }

    private Uni<Void> work(Payload payload, Notices notices, Tally tally) {
        notices.malformed().forEach(kind -> malformed(kind, tally));
        notices.others().forEach(kind -> other(kind, tally));
        return spared(tally, statuses.work(notices.statuses(), payload, tally))
                .chain(() -> each(EventKind.MESSAGE, notices.messages(), windows::wrote, config.concurrency(), tally))
                .chain(() -> each(EventKind.PREFERENCE, notices.preferences(), people::prefers, 1, tally))
                .chain(() -> each(
                        EventKind.ERROR,
                        notices.throttles(),
                        throttle -> people.throttled(throttle, payload.receivedAt()),
                        1,
                        tally))
                .chain(() -> accounts(payload, notices, tally));
    }

    /** One after the other: the directory takes changes in turn. */
    private Uni<Void> accounts(Payload payload, Notices notices, Tally tally) {
        return each(EventKind.TEMPLATE, notices.templates(), template -> accounts.template(template, payload), 1, tally)
                .chain(() -> each(EventKind.LIMIT, notices.limits(), limit -> accounts.limit(limit, payload), 1, tally))
                .chain(() -> each(EventKind.THROUGHPUT, notices.upgrades(), accounts::upgrade, 1, tally))
                .chain(() -> each(EventKind.HEALTH, notices.healths(), told -> health.told(told, payload), 1, tally));
    }

    private static <T> Uni<Void> each(
            EventKind kind, List<T> items, Function<T, Uni<EventResult>> work, int concurrency, Tally tally) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUni(item -> spared(
                        tally,
                        Uni.createFrom()
                                .deferred(() -> work.apply(item))
                                .invoke(result -> count(kind, result, tally))
                                .replaceWithVoid()))
                .merge(concurrency)
                .collect()
                .last();
    }

    private static void count(EventKind kind, EventResult result, Tally tally) {
        if (result == EventResult.UNKNOWN) {
            tally.unknown(kind);
        } else {
            tally.count(kind, result);
        }
    }

    private static void malformed(EventKind kind, Tally tally) {
        tally.count(kind, EventResult.MALFORMED);
        tally.keep(Aside.MALFORMED);
    }

    /** Kept are kinds that we might have to learn; not what we know and leave alone, such as messages of groups. */
    private static void other(EventKind kind, Tally tally) {
        tally.count(kind, EventResult.IGNORED);
        if (kind == EventKind.OTHER
                || kind == EventKind.ERROR
                || kind == EventKind.TEMPLATE
                || kind == EventKind.HEALTH) {
            tally.keep(Aside.OTHER);
        }
    }

    private static Uni<Void> spared(Tally tally, Uni<Void> work) {
        return work.onFailure().invoke(tally::failed).onFailure().recoverWithNull();
    }

    private Uni<Void> end(Payload payload, Tally tally) {
        Instant now = clock.instant();
        if (tally.failure().isPresent()) {
            return failed(payload, tally.failure().get(), now);
        }
        if (tally.repeatAfter().isPresent()) {
            return payloads.again(payload, now.plus(tally.repeatAfter().get()));
        }
        if (tally.hasUnknown()
                && now.isBefore(payload.receivedAt().plus(config.unknownPatience()))
                && payload.tries() < config.tries()) {
            return payloads.again(payload, now.plus(doubled(LOOK_AGAIN, payload.tries(), config.unknownPatience())));
        }
        return tally.reasonToKeep()
                .map(why -> payloads.putAside(payload, why))
                .orElseGet(() -> payloads.done(payload))
                .invoke(() -> finished(payload, tally, now));
    }

    private Uni<Void> failed(Payload payload, Throwable cause, Instant now) {
        if (payload.tries() >= config.tries()) {
            return poison(payload, Optional.of(cause));
        }
        LOG.warnf("webhook is repeated id=%d try=%d cause=%s", payload.id(), payload.tries(), cause);
        meters.count(EventKind.PAYLOAD, EventResult.RETRIED, 1);
        return payloads.again(payload, now.plus(doubled(config.retryBase(), payload.tries(), config.retryCap())));
    }

    private Uni<Void> poison(Payload payload, Optional<Throwable> cause) {
        LOG.errorf(
                "webhook is put aside id=%d tries=%d cause=%s",
                payload.id(), payload.tries(), cause.map(Throwable::toString).orElse("its workers died"));
        meters.count(EventKind.PAYLOAD, EventResult.POISON, 1);
        return payloads.putAside(payload, Aside.POISON);
    }

    private void finished(Payload payload, Tally tally, Instant now) {
        tally.publish(meters);
        meters.worked(Duration.between(payload.receivedAt(), now));
    }

    private static Duration doubled(Duration base, int tries, Duration cap) {
        Duration wait = base;
        for (int i = 1; i < tries && wait.compareTo(cap) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(cap) < 0 ? wait : cap;
    }

    private static Uni<Void> noted(Payload payload, Uni<Void> end) {
        return end.onFailure()
                .invoke(failure ->
                        LOG.warnf("webhook comes again after its lease id=%d cause=%s", payload.id(), failure))
                .onFailure()
                .recoverWithNull();
    }
}
