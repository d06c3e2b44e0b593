package io.estafet.message;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a message is in its state. */
public enum Reason {
    SCHEDULED(State.HELD),
    QUIET_HOURS(State.HELD),
    PACE(State.QUEUED),
    PAIR_RATE(State.QUEUED),
    RECIPIENT_BUSY(State.QUEUED),
    MESSAGING_LIMIT(State.HELD),
    DAILY_LIMIT(State.HELD),
    FREQUENCY_CAP(State.HELD),
    MARKETING_LIMITED(State.HELD),
    RECIPIENT_SUPPRESSED(State.HELD),
    TEMPLATE_PAUSED(State.HELD),
    TEMPLATE_PENDING(State.HELD),
    SENDER_PAUSED(State.HELD),
    SENDER_RESTRICTED(State.HELD),
    QUALITY(State.HELD),
    TOKEN_INVALID(State.HELD),
    THROTTLED(State.HELD),
    PAYMENT_REQUIRED(State.HELD),
    DIRECTORY_LOADING(State.HELD),
    RETRY(State.HELD),
    NO_CONSENT(State.REJECTED),
    OPTED_OUT(State.REJECTED),
    WINDOW_CLOSED(State.REJECTED),
    TEMPLATE_UNKNOWN(State.REJECTED),
    TEMPLATE_REJECTED(State.REJECTED),
    TEMPLATE_DISABLED(State.REJECTED),
    UNDELIVERABLE(State.FAILED),
    RECIPIENT_BLOCKED(State.FAILED),
    COUNTRY_FORBIDDEN(State.FAILED),
    INVALID_PAYLOAD(State.FAILED),
    POLICY(State.FAILED),
    API_ERROR(State.FAILED),
    ATTEMPTS_EXHAUSTED(State.FAILED),
    OUTCOME_UNKNOWN(State.FAILED),
    POISON(State.FAILED),
    EXPIRED(State.EXPIRED);

    private final State state;
    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    Reason(State state) {
        this.state = state;
    }

    /** The state that this reason explains. */
    public State state() {
        return state;
    }

    public String word() {
        return word;
    }

    public static Optional<Reason> ofWord(String word) {
        return Stream.of(values()).filter(reason -> reason.word.equals(word)).findFirst();
    }
}
