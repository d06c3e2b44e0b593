package io.estafet.dispatch;

import io.estafet.delivery.Verdict;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.outcome.OpenMessage;
import io.estafet.queue.Entry;
import io.estafet.queue.Settlement;
import java.time.Instant;

/** Where a message waits again, by the reason it waits for. */
final class Waits {

    private Waits() {}

    /** After an attempt. */
    static Settlement.Kind kind(Verdict verdict) {
        return verdict.reason().map(Waits::kind).orElse(Settlement.Kind.BACK);
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

    /** A waiting message as the queue is to know it, from the journal. */
    static Entry entry(OpenMessage message) {
        return new Entry(
                message.id(),
                message.sender(),
                message.person(),
                message.category(),
                message.template(),
                message.expiresAt().toEpochMilli(),
                notBefore(message),
                message.attempts(),
                message.fallbackUsed() ? java.util.Optional.empty() : message.fallbackTemplate(),
                message.fallbackUsed() ? java.util.Optional.empty() : message.fallbackCategory(),
                message.fallbackUsed());
    }

    /** Only a time is kept; a condition (a limit, a template) is looked at again. */
    private static long notBefore(OpenMessage message) {
        if (message.state() != State.HELD || message.reason().isEmpty()) {
            return 0;
        }
        return switch (message.reason().get()) {
            case SCHEDULED, QUIET_HOURS, RETRY, FREQUENCY_CAP, MARKETING_LIMITED, RECIPIENT_SUPPRESSED ->
                message.until().map(Instant::toEpochMilli).orElse(0L);
            default -> 0;
        };
    }
}
