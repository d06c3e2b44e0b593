package io.estafet.inbound;

import java.util.Locale;

/** What an item of a payload is about: the values of the label {@code kind}. */
public enum EventKind {
    /** What became of a message of ours. */
    STATUS,
    /** A person wrote. */
    MESSAGE,
    /** An error that concerns a whole number or account. */
    ERROR,
    /** A person stopped or resumed marketing. */
    PREFERENCE,
    /** A template's status. */
    TEMPLATE,
    /** A messaging limit. */
    LIMIT,
    /** A number may send faster. */
    THROUGHPUT,
    /** A number's quality, or whether its account may send. */
    HEALTH,
    /** Anything that Estafet does not act on. */
    OTHER,
    /** The payload as a whole. */
    PAYLOAD;

    private final String word = name().toLowerCase(Locale.ROOT);

    public String word() {
        return word;
    }
}
