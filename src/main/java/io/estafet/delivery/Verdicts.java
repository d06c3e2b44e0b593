package io.estafet.delivery;

import io.estafet.delivery.ErrorRow.Outcome;
import io.estafet.delivery.Verdict.Effect;
import io.estafet.message.Backoff;
import io.estafet.message.Reason;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Judges how an attempt ended. Pure except for the jitter, whose source is injected; as thread-safe as that source.
 *
 * <p>There are two kinds of waiting. A <em>retry</em> follows a transient error, counts as a try if the request left
 * this machine, and waits half its back-off plus a random part of the other half. A <em>hold</em> follows throttling or
 * a pause and costs no try. It never waits less than WhatsApp asks, but up to a tenth more, so that messages held
 * together do not come back together.
 */
@Singleton
public final class Verdicts {

    private static final int HOLD_JITTER_PARTS = 10;
    /** How long a number whose registration is wrong waits for its next attempt, which costs no request. */
    private static final Duration UNTIL_MENDED = Duration.ofMinutes(1);

    private final ErrorTable table;
    private final RetryConfig config;
    private final RandomGenerator random;

    @Inject
    Verdicts(ErrorTable table, RetryConfig config) {
        this(table, config, new Random());
    }

    /** @param random the source of jitter */
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
                Verdict.failed(Reason.INVALID_PAYLOAD, ((DeliveryResult.Unsendable) result).cause())
                        .with(Effect.REFUND);
            case MISCONFIGURED -> misconfigured((DeliveryResult.Misconfigured) result);
            case UNKNOWN -> unknown((DeliveryResult.Unknown) result);
        };
    }

    /**
     * What a failed status means. WhatsApp had accepted the message, so that only codes for which a new attempt makes
     * sense put it back. All others fail it, and may still pause what they concern.
     */
    public Verdict verdictForStatus(int code, String detail, AttemptHistory history) {
        return table.row(code)
                .map(row -> row.heldByStatus()
                        ? byRow(row, detail, Optional.empty(), history)
                        : failedLater(row, detail, history))
                .orElseGet(() -> byNoRow(detail));
    }

    /** The same for a message that cannot be sent again: it fails, and may still pause what its code concerns. */
    public Verdict verdictForLastStatus(int code, String detail, AttemptHistory history) {
        return table.row(code).map(row -> failedLater(row, detail, history)).orElseGet(() -> byNoRow(detail));
    }

    private static Verdict sent(DeliveryResult.Sent sent) {
        return Verdict.sent(sent.wamid(), sent.detail());
    }

    private Verdict refused(DeliveryResult.Refused refused, AttemptHistory history) {
        return table.row(refused.code())
                .map(row -> byRow(row, refused.detail(), refused.retryAfter(), history))
                .orElseGet(() -> byNoRow(refused.detail()));
    }

    private static Verdict byNoRow(String detail) {
        return Verdict.failed(Reason.API_ERROR, detail).with(Effect.REFUND);
    }

    private Verdict byRow(ErrorRow row, String detail, Optional<Duration> retryAfter, AttemptHistory history) {
        Verdict verdict = switch (row.outcome()) {
            case RETRY -> retryByRow(row, detail, retryAfter, history);
            case HOLD -> hold(row, detail, retryAfter, history);
            case FAIL -> Verdict.failed(row.reason(), detail).with(pause(row, row.wait(0)));
            case WINDOW -> window(row, detail, history);
        };
        return verdict.with(Effect.REFUND, row.refund()).with(Effect.SLOW_DOWN, row.slowDown());
    }

    private Verdict retryByRow(ErrorRow row, String detail, Optional<Duration> retryAfter, AttemptHistory history) {
        int most = Math.min(config.maxAttempts(), row.tries().orElse(Integer.MAX_VALUE));
        Verdict verdict = history.tries() + 1 < most
                ? Verdict.held(Reason.RETRY, longer(equalJitter(row.wait(history.tries())), retryAfter), detail)
                // A code that allows fewer tries than configured says by itself what is wrong.
                : Verdict.failed(most < config.maxAttempts() ? row.finalReason() : Reason.ATTEMPTS_EXHAUSTED, detail);
        return verdict.with(Effect.COUNTS_AS_TRY);
    }

    private Verdict hold(ErrorRow row, String detail, Optional<Duration> retryAfter, AttemptHistory history) {
        Duration own = row.wait(history.throttles());
        // For its own rate limits the API knows better than our estimate; elsewhere its word can only make the wait
        // longer.
        Duration wait = row.reason() == Reason.THROTTLED ? retryAfter.orElse(own) : longer(own, retryAfter);
        return Verdict.held(row.reason(), upwardJitter(wait), detail).with(pause(row, wait));
    }

    private static Verdict window(ErrorRow row, String detail, AttemptHistory history) {
        Verdict verdict = history.fallback()
                ? Verdict.held(row.reason(), Duration.ZERO, detail)
                : Verdict.failed(row.finalReason(), detail);
        return verdict.with(Effect.WINDOW_CLOSED);
    }

    private static Verdict failedLater(ErrorRow row, String detail, AttemptHistory history) {
        return Verdict.failed(row.outcome() == Outcome.FAIL ? row.reason() : row.finalReason(), detail)
                .with(Effect.REFUND)
                .with(Effect.SLOW_DOWN, row.slowDown())
                .with(pause(row, row.wait(history.throttles())));
    }

    /**
     * Nothing left this machine: the attempt is safe to repeat, and is no try. The message waits for the network as it
     * would for a throttle, the longer the more failures in a row the number has had, and ends when it expires.
     */
    private Verdict notSent(DeliveryResult.NotSent notSent, AttemptHistory history) {
        Duration wait = Backoff.doubling(config.base(), config.cap()).after(history.throttles());
        return Verdict.held(Reason.RETRY, equalJitter(wait), notSent.cause())
                .with(Effect.REFUND)
                .with(Effect.SLOW_DOWN);
    }

    /** The whole number is paused, visible among its pauses: every other message of it would end the same way. */
    private static Verdict misconfigured(DeliveryResult.Misconfigured misconfigured) {
        Backoff same = new Backoff(UNTIL_MENDED, 1, UNTIL_MENDED);
        return Verdict.held(Reason.SENDER_PAUSED, UNTIL_MENDED, misconfigured.cause())
                .with(Effect.REFUND)
                .with(Optional.of(new Verdict.Pause(Verdict.Scope.NUMBER, Reason.SENDER_PAUSED, UNTIL_MENDED, same)));
    }

    /** The charge stays: the message may have been delivered. The attempt is a try, so that resending ends. */
    private static Verdict unknown(DeliveryResult.Unknown unknown) {
        return Verdict.unknown(unknown.cause()).with(Effect.COUNTS_AS_TRY).with(Effect.SLOW_DOWN);
    }

    private static Optional<Verdict.Pause> pause(ErrorRow row, Duration duration) {
        return row.pause().map(rule -> new Verdict.Pause(rule.scope(), rule.reason(), duration, row.backoff()));
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
}
