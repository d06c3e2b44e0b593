package io.estafet.delivery;

import java.time.Duration;
import java.util.Optional;

/** How one request ended. */
public sealed interface DeliveryResult {

    /** The kinds, for switches without default. */
    Kind kind();

    /** The six ends. */
    enum Kind {
        SENT,
        REFUSED,
        NOT_SENT,
        UNSENDABLE,
        MISCONFIGURED,
        UNKNOWN
    }

    /**
     * The API accepted it.
     *
     * @param wamid WhatsApp's id of the message
     * @param waId the canonical id of the person, when the answer names one that differs from the address
     * @param detail what the API said besides {@code accepted}: it may hold a template's message back for its quality
     */
    record Sent(String wamid, Optional<String> waId, Optional<String> detail) implements DeliveryResult {
        @Override
        public Kind kind() {
            return Kind.SENT;
        }

        @Override
        public String toString() {
            return "Sent[" + wamid + "]";
        }
    }

    /**
     * The API answered with a Graph error: the message was not accepted.
     *
     * @param code Graph's {@code error.code}
     * @param detail code and words for the timeline, at most 500 characters, no personal data
     * @param retryAfter what the API said about when it may be asked again
     */
    record Refused(int code, String detail, Optional<Duration> retryAfter) implements DeliveryResult {
        @Override
        public Kind kind() {
            return Kind.REFUSED;
        }
    }

    /** The request never left: connect, TLS, pool, refused stream. Safe to try again. */
    record NotSent(String cause) implements DeliveryResult {
        @Override
        public Kind kind() {
            return Kind.NOT_SENT;
        }
    }

    /**
     * The request was never begun and never can be: the message is no JSON object, or has a field of the envelope.
     * Intake refuses such messages; this is the last guard.
     */
    record Unsendable(String cause) implements DeliveryResult {
        @Override
        public Kind kind() {
            return Kind.UNSENDABLE;
        }
    }

    /**
     * The request was never begun, because none can be built from what is registered of the number. No fault of the
     * message: it waits, and so does its number, until the registration is mended.
     */
    record Misconfigured(String cause) implements DeliveryResult {
        @Override
        public Kind kind() {
            return Kind.MISCONFIGURED;
        }
    }

    /** It may have been accepted: cut, timeout, a 5xx without a Graph body, an answer that does not parse. */
    record Unknown(String cause) implements DeliveryResult {
        @Override
        public Kind kind() {
            return Kind.UNKNOWN;
        }
    }
}
