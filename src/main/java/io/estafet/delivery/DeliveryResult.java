package io.estafet.delivery;

import java.time.Duration;
import java.util.Optional;

/** How one request ended. */
public sealed interface DeliveryResult {

    /** The kind of the result, for switches without a default. */
    Kind kind();

    /** The ways in which a request ends. */
    enum Kind {
        SENT,
        REFUSED,
        NOT_SENT,
        UNSENDABLE,
        MISCONFIGURED,
        UNKNOWN
    }

    /**
     * The API accepted the message.
     *
     * @param wamid WhatsApp's id of the message
     * @param waId the canonical id of the person, when the answer names one that differs from the address
     * @param detail the status in the answer when it is not {@code accepted}: WhatsApp may hold a template's message
     *     back for its quality
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
     * @param retryAfter when the API may be asked again, if the answer says so
     */
    record Refused(int code, String detail, Optional<Duration> retryAfter) implements DeliveryResult {
        @Override
        public Kind kind() {
            return Kind.REFUSED;
        }
    }

    /** The request never left this machine (connect, TLS, pool) or the server refused its stream. Safe to try again. */
    record NotSent(String cause) implements DeliveryResult {
        @Override
        public Kind kind() {
            return Kind.NOT_SENT;
        }
    }

    /**
     * The request was not begun and never can be: the message is not a JSON object, or has a field of the envelope.
     * Intake refuses such messages; this is the last guard.
     */
    record Unsendable(String cause) implements DeliveryResult {
        @Override
        public Kind kind() {
            return Kind.UNSENDABLE;
        }
    }

    /**
     * The request was not begun, because none can be built from the number's registration. The message is not at fault:
     * it waits, and so does its number, until the registration is corrected.
     */
    record Misconfigured(String cause) implements DeliveryResult {
        @Override
        public Kind kind() {
            return Kind.MISCONFIGURED;
        }
    }

    /**
     * The message may have been accepted: the connection was cut, a timeout, a 5xx without a Graph body, an answer that
     * does not parse.
     */
    record Unknown(String cause) implements DeliveryResult {
        @Override
        public Kind kind() {
            return Kind.UNKNOWN;
        }
    }
}
