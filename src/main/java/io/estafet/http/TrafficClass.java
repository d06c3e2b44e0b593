package io.estafet.http;

import java.util.Locale;

/** Calls whose bodies compete for the same memory. Each class has a reserve that no other class can use. */
public enum TrafficClass {
    /** WhatsApp's webhooks; the only bodies that are read for a caller without a key. */
    WEBHOOK,
    /** Messages that are accepted one by one, and actions on messages. */
    MESSAGE,
    /** Portfolios, senders, templates and consents. */
    DIRECTORY,
    /** Answers that are lists. */
    ANSWER;

    /** The class as a metric label. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
