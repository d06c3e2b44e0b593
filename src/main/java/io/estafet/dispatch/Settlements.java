package io.estafet.dispatch;

import io.estafet.delivery.Verdict;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.queue.Entry;
import io.estafet.queue.Settlement;
import java.time.Duration;
import java.time.Instant;

/** Where a message waits again, by its reason. */
final class Settlements {

    /** The wait after an attempt that broke its worker: the bug may be transient. */
    static final Duration AFTER_BREAK = Duration.ofSeconds(2);

    private static final Duration LOOK_AT_TEMPLATE = Duration.ofSeconds(1);

    private Settlements() {}

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
     * @param over the request's own deadline: an unanswered request may be worked on until then
     * @param parks true when the queue knows of the pause of the message's template, so that the message may wait for
     *     its end
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
     * When the queue looks at the message again. For a paused template it does so soon, and parks the message with all
     * others of the template, so that it is released with them.
     */
    private static Instant until(Verdict verdict, Instant now, boolean parks) {
        return now.plus(parks ? LOOK_AT_TEMPLATE : verdict.retryAfter().orElse(Duration.ZERO));
    }

    private static Settlement.Kind kind(Reason reason) {
        return switch (reason) {
            // Messages to the same person behind this one wait with it: their order is promised.
            case RETRY, PAIR_RATE, RECIPIENT_BUSY -> Settlement.Kind.RETRY;
            // The number itself waits; the message keeps its place at the front.
            case THROTTLED, SENDER_PAUSED, SENDER_RESTRICTED, QUALITY, TOKEN_INVALID, PAYMENT_REQUIRED ->
                Settlement.Kind.BACK;
            default -> Settlement.Kind.HOLD;
        };
    }
}
