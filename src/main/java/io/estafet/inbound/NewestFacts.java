package io.estafet.inbound;

import io.smallrye.mutiny.Uni;
import java.time.Instant;

/**
 * Facts of which only the newest counts, such as a template's status. Webhooks come out of order and are worked on side
 * by side, so the newest value is kept here, and this value is applied.
 */
public interface NewestFacts {

    /**
     * Notes a fact. Answers false when a fact of the same time or a later one is known.
     *
     * @param subject what the fact is about, such as {@code template/waba/name/language}
     * @param at WhatsApp's time of the event
     */
    Uni<Boolean> note(String subject, String value, Instant at);

    /** The newest value of a subject about which a fact was noted before. */
    Uni<String> newest(String subject);
}
