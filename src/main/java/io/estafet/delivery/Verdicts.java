package io.estafet.delivery;

import static io.estafet.delivery.ErrorRow.Outcome;

import io.estafet.message.Backoff;
import io.estafet.message.Reason;
import io.estafet.message.State;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Judges how an attempt ended. Pure except for the jitter, whose source is injected; as thread-safe as that source.
 *
 * <p>There are two kinds of waiting. A <em>retry</em> follows a transient error, counts as a try if the request left
 * this machine, and waits half its back-off plus a random part of the other half. A <em>hold</em> follows throttling or
 * a pause and costs no try. It never waits less than WhatsApp asks, but up to a tenth more, so that messages held
 * together do not come back together.
 */
public final class Verdicts {

    private static final int DETAIL_CHARACTERS = 500;
    private static final int HOLD_JITTER_PARTS = 10;
    /** How long a number whose registration is wrong waits for its next attempt, which costs no request. */
    private static final Duration UNTIL_MENDED = Duration.ofMinutes(1);

    private final ErrorTable table;
    private final RetryConfig config;
    private final RandomGenerator random;

    public Verdicts(ErrorTable table, RetryConfig config, RandomGenerator random) {
        this.table = table;
        this.config = config;
        this.random = random;
    }

    /** What the end of a request means. */
    public Verdict verdict(DeliveryResult result, AttemptHistory history) {
        return switch (result.kind()) {
            case SENT -> sent((DeliveryResult.Sent) result);
            case REFUSED -> refused((DeliveryResult.Refused) result, history);
            case NOT_SENT -> notSent((DeliveryResult.NotSent) result, history);
            case UNSENDABLE ->
                new Draft(((DeliveryResult.Unsendable) result).cause())
                        .refund(true)
                        .failed(Reason.INVALID_PAYLOAD);
            case MISCONFIGURED -> misconfigured((DeliveryResult.Misconfigured) result);
            case UNKNOWN -> unknown((DeliveryResult.Unknown) result);
        };
    }

    /**
     * What a failed status means. WhatsApp had accepted the message, so that only codes for which a new attempt makes
     * sense put it back. All others fail it, and may still pause what they concern.
     */
    public Verdict verdictForStatus(int code, String detail, AttemptHistory history) {
        Draft draft = new Draft(detail);
        return table.row(code)
                .map(row -> row.heldByStatus()
                        ? byRow(row, draft, Optional.empty(), history)
                        : failedLater(row, draft, history))
                .orElseGet(() -> draft.refund(true).failed(Reason.API_ERROR));
    }

    /** The same for a message that cannot be sent again: it fails, and may still pause what its code concerns. */
    public Verdict verdictForLastStatus(int code, String detail, AttemptHistory history) {
        Draft draft = new Draft(detail);
        return table.row(code)
                .map(row -> failedLater(row, draft, history))
                .orElseGet(() -> draft.refund(true).failed(Reason.API_ERROR));
    }

    private static Verdict sent(DeliveryResult.Sent sent) {
        return new Verdict(
                State.SENT,
                Optional.empty(),
                Optional.empty(),
                Optional.of(sent.wamid()),
                sent.detail(),
                false,
                false,
                Optional.empty(),
                false,
                false);
    }

    private Verdict refused(DeliveryResult.Refused refused, AttemptHistory history) {
        Draft draft = new Draft(refused.detail());
        return table.row(refused.code())
                .map(row -> byRow(row, draft, refused.retryAfter(), history))
                .orElseGet(() -> draft.refund(true).failed(Reason.API_ERROR));
    }

    private Verdict byRow(ErrorRow row, Draft draft, Optional<Duration> retryAfter, AttemptHistory history) {
        draft.refund(row.refund()).slowDown(row.slowDown());
        return switch (row.outcome()) {
            case RETRY -> retryByRow(row, draft, retryAfter, history);
            case HOLD -> hold(row, draft, retryAfter, history);
            case FAIL -> draft.pause(pause(row, row.wait(0))).failed(row.reason());
            case WINDOW -> window(row, draft, history);
        };
    }

    private Verdict retryByRow(ErrorRow row, Draft draft, Optional<Duration> retryAfter, AttemptHistory history) {
        draft.countsAsTry(true);
        int most = Math.min(config.maxAttempts(), row.tries().orElse(Integer.MAX_VALUE));
        if (history.tries() + 1 >= most) {
            // A code that allows fewer tries than configured says by itself what is wrong.
            return draft.failed(most < config.maxAttempts() ? row.finalReason() : Reason.ATTEMPTS_EXHAUSTED);
        }
        return draft.held(Reason.RETRY, longer(equalJitter(row.wait(history.tries())), retryAfter));
    }

    private Verdict hold(ErrorRow row, Draft draft, Optional<Duration> retryAfter, AttemptHistory history) {
        Duration own = row.wait(history.throttles());
        // For its own rate limits the API knows better than our estimate; elsewhere its word can only make the wait
        // longer.
        Duration wait = row.reason() == Reason.THROTTLED ? retryAfter.orElse(own) : longer(own, retryAfter);
        return draft.pause(pause(row, wait)).held(row.reason(), upwardJitter(wait));
    }

    private static Verdict window(ErrorRow row, Draft draft, AttemptHistory history) {
        draft.windowClosed(true);
        return history.fallback() ? draft.held(row.reason(), Duration.ZERO) : draft.failed(row.finalReason());
    }

    private static Verdict failedLater(ErrorRow row, Draft draft, AttemptHistory history) {
        Duration wait = row.wait(history.throttles());
        return draft.refund(true)
                .slowDown(row.slowDown())
                .pause(pause(row, wait))
                .failed(row.outcome() == Outcome.FAIL ? row.reason() : row.finalReason());
    }

    /**
     * Nothing left this machine: the attempt is safe to repeat, and is no try. The message waits for the network as it
     * would for a throttle, the longer the more failures in a row the number has had, and ends when it expires.
     */
    private Verdict notSent(DeliveryResult.NotSent notSent, AttemptHistory history) {
        return new Draft(notSent.cause())
                .refund(true)
                .slowDown(true)
                .held(Reason.RETRY, equalJitter(backOff(history.throttles())));
    }

    /** The whole number is paused, visible among its pauses: every other message of it would end the same way. */
    private static Verdict misconfigured(DeliveryResult.Misconfigured misconfigured) {
        Backoff same = new Backoff(UNTIL_MENDED, 1, UNTIL_MENDED);
        return new Draft(misconfigured.cause())
                .refund(true)
                .pause(Optional.of(new Verdict.Pause(Verdict.Scope.NUMBER, Reason.SENDER_PAUSED, UNTIL_MENDED, same)))
                .held(Reason.SENDER_PAUSED, UNTIL_MENDED);
    }

    /** The charge stays: the message may have been delivered. The attempt is a try, so that resending ends. */
    private static Verdict unknown(DeliveryResult.Unknown unknown) {
        return new Draft(unknown.cause()).countsAsTry(true).slowDown(true).unknown();
    }

    private static Optional<Verdict.Pause> pause(ErrorRow row, Duration duration) {
        return row.pause().map(rule -> new Verdict.Pause(rule.scope(), rule.reason(), duration, row.backoff()));
    }

    private Duration backOff(int failures) {
        Duration wait = config.base();
        for (int i = 0; i < failures && wait.compareTo(config.cap()) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(config.cap()) < 0 ? wait : config.cap();
    }

    private Duration equalJitter(Duration wait) {
        long half = wait.toMillis() / 2;
        return Duration.ofMillis(wait.toMillis() - half + random.nextLong(half + 1));
    }

    private Duration upwardJitter(Duration wait) {
        return wait.plusMillis(random.nextLong(wait.toMillis() / HOLD_JITTER_PARTS + 1));
    }

    private static Duration longer(Duration own, Optional<Duration> asked) {
        return asked.filter(duration -> duration.compareTo(own) > 0).orElse(own);
    }

    /** A verdict under construction: everything is off until it is set. */
    private static final class Draft {

        private final String detail;
        private boolean countsAsTry;
        private boolean refund;
        private boolean slowDown;
        private boolean windowClosed;
        private Optional<Verdict.Pause> pause = Optional.empty();

        Draft(String detail) {
            this.detail = detail.length() <= DETAIL_CHARACTERS ? detail : detail.substring(0, DETAIL_CHARACTERS);
        }

        Draft countsAsTry(boolean yes) {
            countsAsTry = yes;
            return this;
        }

        Draft refund(boolean yes) {
            refund = yes;
            return this;
        }

        Draft slowDown(boolean yes) {
            slowDown = yes;
            return this;
        }

        Draft windowClosed(boolean yes) {
            windowClosed = yes;
            return this;
        }

        Draft pause(Optional<Verdict.Pause> asked) {
            pause = asked;
            return this;
        }

        Verdict held(Reason reason, Duration wait) {
            return end(State.HELD, Optional.of(reason), Optional.of(wait));
        }

        Verdict failed(Reason reason) {
            return end(State.FAILED, Optional.of(reason), Optional.empty());
        }

        Verdict unknown() {
            return end(State.UNKNOWN, Optional.empty(), Optional.empty());
        }

        private Verdict end(State state, Optional<Reason> reason, Optional<Duration> wait) {
            return new Verdict(
                    state,
                    reason,
                    wait,
                    Optional.empty(),
                    Optional.of(detail),
                    countsAsTry,
                    refund,
                    pause,
                    slowDown,
                    windowClosed);
        }
    }
}
