package io.estafet.http;

import java.util.Locale;

/** Calls whose bodies compete for the same memory. Each class has a reserve that no other class can use. */
public enum TrafficClass {
    /** WhatsApp's webhooks; the only bodies that are read for a caller without a key. */
    WEBHOOK,
    /** Messages that are handed over one by one, and acts on messages. */
    MESSAGE,
    /** Portfolios, senders, templates and consents. */
    DIRECTORY,
    /** Lists that are answered. */
    ANSWER;

    /** The class as a metric label. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
