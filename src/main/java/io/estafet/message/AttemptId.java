package io.estafet.message;

import java.util.Optional;

/**
 * One committed right to send. Its text form {@code {id}.{attempt}} travels as {@code biz_opaque_callback_data} and
 * comes back in every status webhook.
 *
 * @param number counts from 1
 */
public record AttemptId(MessageId message, int number) {

    public AttemptId {
        if (number < 1) {
            throw new IllegalArgumentException("attempt numbers start at 1: " + number);
        }
    }

    public String callbackData() {
        return message + "." + number;
    }

    /** The attempt that a webhook's callback data names; empty for data that is not ours. */
    public static Optional<AttemptId> fromCallbackData(String text) {
        int dot = text.lastIndexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new AttemptId(MessageId.parse(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1))));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
