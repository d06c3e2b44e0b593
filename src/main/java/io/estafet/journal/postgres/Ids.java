package io.estafet.journal.postgres;

import java.time.Instant;
import java.util.UUID;

/** Bounds of UUIDv7 ids. An id begins with 48 bits of milliseconds, so a range of time is a range of ids. */
final class Ids {

    /** Below every id. */
    static final UUID NONE = new UUID(0, 0);

    private static final int MILLIS_SHIFT = 16;

    private Ids() {}

    /** At or below every id of the given time and later, above every id before it. */
    static UUID lowest(Instant time) {
        return new UUID(time.toEpochMilli() << MILLIS_SHIFT, 0);
    }
}
