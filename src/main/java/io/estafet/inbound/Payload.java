package io.estafet.inbound;

import java.time.Instant;

/**
 * A stored payload that was taken to be worked on.
 *
 * @param tries how often it was taken, this time included
 */
public record Payload(long id, Instant receivedAt, byte[] body, int tries) {

    /** True when an earlier try may have done part of the work. */
    public boolean isRepeated() {
        return tries > 1;
    }

    /** Masked: it holds people's numbers and words. */
    @Override
    public String toString() {
        return "Payload[" + id + ", try " + tries + "]";
    }
}
