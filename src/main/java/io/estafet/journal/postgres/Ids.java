package io.estafet.journal.postgres;

import io.estafet.message.MessageId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Bounds of UUIDv7 ids. An id begins with 48 bits of milliseconds, so a range of time is a range of ids. */
final class Ids {

    private static final int MILLIS_SHIFT = 16;

    private Ids() {}

    /** The id behind which a page begins; below every id for the first page. */
    static UUID after(Optional<MessageId> last) {
        return last.map(MessageId::value).orElse(new UUID(0, 0));
    }

    /** At or below every id of the given time and later, above every id before it. */
    static UUID lowest(Instant time) {
        return new UUID(time.toEpochMilli() << MILLIS_SHIFT, 0);
    }
}
