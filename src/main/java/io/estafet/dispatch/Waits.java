package io.estafet.dispatch;

import io.estafet.delivery.Verdict;
import io.estafet.message.Reason;
import io.estafet.queue.Settlement;

/** Where a message waits again, by the reason it waits for. */
final class Waits {

    private Waits() {}

    /** After an attempt. */
    static Settlement.Kind kind(Verdict verdict) {
        boolean pairOnly = verdict.pause()
                .filter(pause -> pause.scope() == Verdict.Scope.PAIR)
                .isPresent();
        return pairOnly
                ? Settlement.Kind.RETRY
                : verdict.reason().map(Waits::kind).orElse(Settlement.Kind.BACK);
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
