package io.estafet.inbound;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A stored payload that was taken to be worked on.
 *
 * @param tries how often it was taken since it last made progress, this time included
 * @param done items that need no more work
 * @param kept why these items require that the payload is kept
 */
public record Payload(long id, Instant receivedAt, byte[] body, int tries, int done, Set<Payloads.Aside> kept) {

    private static final int BITS_OF_A_TRY = 4;

    public Payload {
        kept = Set.copyOf(kept);
    }

    /** True when an earlier try may have done part of the work. */
    public boolean isRepeated() {
        return tries > 1;
    }

    /** When an event happened: the time that WhatsApp tells, but never after the payload arrived. */
    Instant happened(Optional<Instant> told) {
        return told.filter(at -> at.isBefore(receivedAt)).orElse(receivedAt);
    }

    /**
     * How many items are worked on together. Each further try divides the number by sixteen, and at last each item is
     * worked on alone, so that an item that fails every time does not fail its neighbours.
     */
    int together(int atFirst) {
        return Math.max(1, atFirst >> Math.min(Integer.SIZE - 1, BITS_OF_A_TRY * (tries - 1)));
    }

    /** Masked: holds people's numbers and words. */
    @Override
    public String toString() {
        return "Payload[" + id + ", try " + tries + ", done " + done + "]";
    }
}
