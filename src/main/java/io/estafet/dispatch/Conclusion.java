package io.estafet.dispatch;

import io.estafet.delivery.Verdict;
import io.estafet.journal.AttemptOutcome;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.queue.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of an attempt: what to journal, and what to tell the queue after that.
 *
 * @param portfolio under which the message was taken
 */
record Conclusion(PortfolioId portfolio, AttemptOutcome outcome, Settlement settlement) {

    /** The wait after an attempt that broke its worker: the bug may be transient. */
    private static final Duration AFTER_BREAK = Duration.ofSeconds(2);

    private static final Duration LOOK_AT_TEMPLATE = Duration.ofSeconds(1);

    /** No request was made: the right is closed, and the message goes back to the front. */
    static Conclusion notBegun(InflightMessage message, Instant now) {
        return new Conclusion(
                message.portfolio(),
                AttemptOutcome.notBegun(message.attempt(), now),
                Settlement.again(Settlement.Kind.BACK, message.again(0), false));
    }

    /**
     * The request was answered, or it is known that it was not.
     *
     * @param over the request's own deadline: an unanswered request may be worked on until then
     * @param parks true when the queue knows of the pause of the message's template, so that the message may wait for
     *     its end
     */
    static Conclusion judged(InflightMessage message, Verdict verdict, Instant now, Instant over, boolean parks) {
        AttemptOutcome outcome = new AttemptOutcome(
                message.attempt(),
                verdict.state(),
                verdict.reason(),
                verdict.retryAfter().map(now::plus),
                verdict.wamid(),
                verdict.detail(),
                verdict.countsAsTry(),
                verdict.refund(),
                false,
                now);
        return new Conclusion(message.portfolio(), outcome, settlement(message, verdict, now, over, parks));
    }

    /**
     * Our own code threw before anything left: the message waits for another attempt, and fails when it has broken its
     * worker too often.
     */
    static Conclusion broke(InflightMessage message, Throwable bug, Instant now) {
        boolean ends = message.right().breaks() + 1 >= AttemptOutcome.MOST_BREAKS;
        Instant until = now.plus(AFTER_BREAK);
        AttemptOutcome outcome = new AttemptOutcome(
                message.attempt(),
                ends ? State.FAILED : State.HELD,
                Optional.of(ends ? Reason.POISON : Reason.RETRY),
                ends ? Optional.empty() : Optional.of(until),
                Optional.empty(),
                Optional.of("broke its worker: " + bug.getClass().getSimpleName()),
                false,
                true,
                true,
                now);
        Settlement settlement = ends
                ? Settlement.done(message.entry(), true)
                : Settlement.again(Settlement.Kind.RETRY, message.again(until.toEpochMilli()), true);
        return new Conclusion(message.portfolio(), outcome, settlement);
    }

    private static Settlement settlement(
            InflightMessage message, Verdict verdict, Instant now, Instant over, boolean parks) {
        if (verdict.state() == State.UNKNOWN) {
            return Settlement.doneUnknown(message.entry(), over.toEpochMilli());
        }
        if (verdict.state() == State.SENT) {
            return Settlement.sent(message.entry());
        }
        if (verdict.state() != State.HELD) {
            return Settlement.done(message.entry(), verdict.refund());
        }
        long until = until(verdict, now, parks).toEpochMilli();
        return Settlement.again(kind(verdict), message.again(until), verdict.refund());
    }

    /**
     * When the queue looks at the message again. For a paused template it does so soon, and parks the message with all
     * others of the template, so that it is released with them.
     */
    private static Instant until(Verdict verdict, Instant now, boolean parks) {
        return now.plus(parks ? LOOK_AT_TEMPLATE : verdict.retryAfter().orElse(Duration.ZERO));
    }

    /** How the message waits again. */
    private static Settlement.Kind kind(Verdict verdict) {
        boolean pairOnly = verdict.pause()
                .filter(pause -> pause.scope() == Verdict.Scope.PAIR)
                .isPresent();
        return pairOnly
                ? Settlement.Kind.RETRY
                : verdict.reason().map(Conclusion::kind).orElse(Settlement.Kind.BACK);
    }

    private static Settlement.Kind kind(Reason reason) {
        return switch (reason) {
            // Messages to the same person behind this one wait with it: their order is promised.
            case RETRY -> Settlement.Kind.RETRY;
            // The number itself waits; the message keeps its place at the front.
            case THROTTLED, SENDER_PAUSED, SENDER_RESTRICTED, QUALITY, TOKEN_INVALID, PAYMENT_REQUIRED ->
                Settlement.Kind.BACK;
            default -> Settlement.Kind.HOLD;
        };
    }
}
