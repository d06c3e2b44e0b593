package io.estafet.inbound;

import io.estafet.inbound.Payloads.Aside;
import io.estafet.inbound.Payloads.Progress;
import io.estafet.message.Backoff;
import io.estafet.reactive.Unis;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Works on one payload in runs of bounded length, step by step. An item does not affect its neighbours: a wrong item is
 * counted, a failed item is noted, and the others are done all the same. Then the payload is deleted, put aside, or
 * given back for its next run, which begins where this one stopped. A crash repeats one run at most.
 */
@Singleton
record PayloadWork(
        PayloadReader reader,
        PayloadSteps steps,
        Payloads payloads,
        InboundConfig config,
        InboundMeters meters,
        InstantSource clock) {

    private static final Logger LOG = Logger.getLogger(PayloadWork.class);
    /** What was registered just now is known after this time: books are read twice a second. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    /**
     * Kinds of which we might have to learn more. Items of other kinds that we leave alone, such as messages of groups,
     * are no reason to keep a payload.
     */
    private static final Set<EventKind> TO_LEARN =
            EnumSet.of(EventKind.OTHER, EventKind.ERROR, EventKind.TEMPLATE, EventKind.HEALTH);

    /** One run. Never fails: a payload whose end cannot even be noted is taken again when its lease ends. */
    Uni<Void> work(Payload payload) {
        return work(payload, config.turn());
    }

    /** The same, for as long as a run can last, because the caller waits until the payload is done. */
    Uni<Void> workLong(Payload payload) {
        return work(payload, config.workDeadline());
    }

    private Uni<Void> work(Payload payload, Duration share) {
        if (payload.tries() > config.tries()) {
            return noted(payload, putAside(payload, "its workers died"));
        }
        PayloadRun run = new PayloadRun(payload, result -> isToBeRepeated(payload, result));
        Uni<Void> work = Uni.createFrom()
                .deferred(() -> run(payload, run, share))
                .ifNoItem()
                .after(config.workDeadline())
                .fail();
        return Unis.recovered(work, run::failed).chain(() -> noted(payload, end(payload, run)));
    }

    private Uni<Void> run(Payload payload, PayloadRun run, Duration share) {
        WebhookEvents events = reader.read(payload.body());
        events.malformed().forEach(kind -> malformed(kind, payload, run.found()));
        events.others().forEach(kind -> other(kind, payload, run.found()));
        run.begin(steps.left(events, payload));
        // The time begins here: on a busy machine, reading some megabytes may take as long as a run.
        Instant until = clock.instant().plus(share);
        return Unis.whileTrue(
                () -> step(run).map(hasNext -> hasNext && clock.instant().isBefore(until)));
    }

    private static Uni<Boolean> step(PayloadRun run) {
        if (!run.hasNext()) {
            return Uni.createFrom().item(false);
        }
        PayloadResult result = new PayloadResult();
        return PayloadSteps.spared(result, run.next().work().apply(result))
                .invoke(() -> run.tried(result))
                .map(done -> run.hasNext());
    }

    private boolean isToBeRepeated(Payload payload, PayloadResult result) {
        boolean isPatient = clock.instant().isBefore(payload.receivedAt().plus(config.unknownPatience()))
                && payload.tries() < config.tries();
        return result.failure().isPresent() || result.repeatAfter().isPresent() || (result.hasUnknown() && isPatient);
    }

    /** Malformed items are counted in the first run only. In every run they are a reason to keep the payload. */
    private static void malformed(EventKind kind, Payload payload, PayloadResult result) {
        result.count(kind, EventResult.MALFORMED, payload.done() == 0 ? 1 : 0);
        result.keep(Aside.MALFORMED);
    }

    private static void other(EventKind kind, Payload payload, PayloadResult result) {
        result.count(kind, EventResult.IGNORED, payload.done() == 0 ? 1 : 0);
        if (TO_LEARN.contains(kind)) {
            result.keep(Aside.OTHER);
        }
    }

    private Uni<Void> end(Payload payload, PayloadRun run) {
        Instant now = clock.instant();
        if (run.isWhole()) {
            return finish(payload, run, now);
        }
        if (run.failure().isPresent()) {
            return failed(payload, run, run.failure().get(), now);
        }
        return again(payload, run, run.isClean() ? now : now.plus(wait(run)));
    }

    private Duration wait(PayloadRun run) {
        return run.repeatAfter()
                .orElseGet(() -> Backoff.doubling(LOOK_AGAIN, config.unknownPatience())
                        .after(run.progress().tries() - 1));
    }

    private Uni<Void> finish(Payload payload, PayloadRun run, Instant now) {
        return run.reasonToKeep()
                .map(why -> payloads.putAside(payload, why))
                .orElseGet(() -> payloads.done(payload))
                .invoke(() -> run.publish(meters))
                .invoke(() -> meters.worked(Duration.between(payload.receivedAt(), now)));
    }

    private Uni<Void> again(Payload payload, PayloadRun run, Instant at) {
        Progress progress = run.progress();
        return payloads.again(payload, progress, at).invoke(() -> {
            if (progress.done() > payload.done()) {
                run.publish(meters);
            }
        });
    }

    private Uni<Void> failed(Payload payload, PayloadRun run, Throwable cause, Instant now) {
        if (!run.hasProgress() && payload.tries() >= config.tries()) {
            return poison(payload, run, cause, now);
        }
        int tries = run.progress().tries();
        LOG.warnf("webhook is repeated id=%d try=%d cause=%s", payload.id(), tries, cause);
        meters.count(EventKind.PAYLOAD, EventResult.RETRIED, 1);
        Duration wait = Backoff.doubling(config.retryBase(), config.retryCap()).after(tries - 1);
        return again(payload, run, now.plus(wait));
    }

    /** Goes on behind the items that fail every time; puts the payload aside when nothing is left behind them. */
    private Uni<Void> poison(Payload payload, PayloadRun run, Throwable cause, Instant now) {
        Optional<Progress> behind = run.progressBehindPoison();
        if (behind.isEmpty()) {
            return putAside(payload, cause.toString());
        }
        LOG.errorf("webhook goes on behind items that fail id=%d cause=%s", payload.id(), cause);
        return payloads.again(payload, behind.get(), now);
    }

    private Uni<Void> putAside(Payload payload, String cause) {
        LOG.errorf("webhook is put aside id=%d tries=%d cause=%s", payload.id(), payload.tries(), cause);
        meters.count(EventKind.PAYLOAD, EventResult.POISON, 1);
        return payloads.putAside(payload, Aside.POISON);
    }

    private static Uni<Void> noted(Payload payload, Uni<Void> end) {
        return Unis.recovered(
                end,
                failure ->
                        LOG.warnf("webhook is taken again when its lease ends id=%d cause=%s", payload.id(), failure));
    }
}
