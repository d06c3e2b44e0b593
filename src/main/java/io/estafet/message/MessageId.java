package io.estafet.message;

import java.util.UUID;

/** A message's id: a UUIDv7, so that ids sort by the time of acceptance and tell the journal's partition. */
public record MessageId(UUID value) implements Comparable<MessageId> {

    private static final int VERSION = 7;

    public MessageId {
        if (value.version() != VERSION) {
            throw new IllegalArgumentException("message id is not a UUIDv7: " + value);
        }
    }

    /** @throws IllegalArgumentException when the text is not a UUIDv7 */
    public static MessageId parse(String text) {
        UUID uuid = UUID.fromString(text);
        if (!uuid.toString().equals(text)) {
            throw new IllegalArgumentException("message id is not in its canonical form");
        }
        return new MessageId(uuid);
    }

    /** The time of acceptance that the id carries, in milliseconds since the epoch. */
    public long epochMillis() {
        return value.getMostSignificantBits() >>> 16;
    }

    @Override
    public int compareTo(MessageId other) {
        int high = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
