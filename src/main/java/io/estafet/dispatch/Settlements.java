package io.estafet.dispatch;

import io.estafet.delivery.Verdict;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.queue.Entry;
import io.estafet.queue.Settlement;
import java.time.Duration;
import java.time.Instant;

/** Where a message waits again, by the reason it waits for. */
final class Settlements {

    /** A bug may be one of the moment. */
    static final Duration AFTER_BREAK = Duration.ofSeconds(2);

    private static final Duration LOOK_AT_TEMPLATE = Duration.ofSeconds(1);

    private Settlements() {}

    /** After an attempt. */
    private static Settlement.Kind kind(Verdict verdict) {
        boolean pairOnly = verdict.pause()
                .filter(pause -> pause.scope() == Verdict.Scope.PAIR)
                .isPresent();
        return pairOnly
                ? Settlement.Kind.RETRY
                : verdict.reason().map(Settlements::kind).orElse(Settlement.Kind.BACK);
    }

    /**
     * What the queue is told after an answer.
     *
     * @param over when the request's own deadline is: an unanswered one may be worked on until then
     * @param parks true when the queue knows of the pause of its template, beside which it may wait
     */
    static Settlement settlement(InflightMessage message, Verdict verdict, Instant now, Instant over, boolean parks) {
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
        Entry entry = message.entry().after(message.attempt().number(), until);
        return Settlement.again(kind(verdict), entry, verdict.refund());
    }

    /**
     * When the queue looks at it again. For a paused template it does so soon, and parks it with all others, so that it
     * is free when they are.
     */
    private static Instant until(Verdict verdict, Instant now, boolean parks) {
        return now.plus(parks ? LOOK_AT_TEMPLATE : verdict.retryAfter().orElse(Duration.ZERO));
    }

    private static Settlement.Kind kind(Reason reason) {
        return switch (reason) {
            // Those behind it to the same person wait with it: their order is promised.
            case RETRY, PAIR_RATE, RECIPIENT_BUSY -> Settlement.Kind.RETRY;
            // The number itself waits; the message keeps its place at the front.
            case THROTTLED, SENDER_PAUSED, SENDER_RESTRICTED, QUALITY, TOKEN_INVALID, PAYMENT_REQUIRED ->
                Settlement.Kind.BACK;
            default -> Settlement.Kind.HOLD;
        };
    }
}
