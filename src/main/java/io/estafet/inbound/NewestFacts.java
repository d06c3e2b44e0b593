package io.estafet.inbound;

import io.smallrye.mutiny.Uni;
import java.time.Instant;

/**
 * Facts of which only the newest counts, such as a template's status: webhooks come out of order and are worked on side
 * by side, so that the newest word is kept here and is what gets applied.
 */
public interface NewestFacts {

    /**
     * Notes a fact; answers false when one of the same time or a later one is known.
     *
     * @param subject what it is about, such as {@code template/waba/name/language}
     * @param at WhatsApp's time of the event
     */
    Uni<Boolean> note(String subject, String value, Instant at);

    /** The newest value of a subject that was noted once. */
    Uni<String> newest(String subject);
}
