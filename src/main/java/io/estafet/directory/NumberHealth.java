package io.estafet.directory;

import io.estafet.message.SenderId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/** How WhatsApp says that numbers are doing. Of two words the newer one holds, by WhatsApp's time. */
public interface NumberHealth {

    /** WhatsApp's quality rating, as far as its webhooks tell it. */
    enum Quality {
        GREEN,
        YELLOW,
        RED,
        UNKNOWN
    }

    /** Whether the number may send. */
    enum Status {
        CONNECTED,
        /** Its quality is low; it still sends. */
        FLAGGED,
        /** Its account may not begin conversations now. */
        RESTRICTED,
        /** Its account is disabled, deleted or gone to another partner. */
        DISABLED,
        UNKNOWN
    }

    /** What is known of a number. */
    record Health(Quality quality, Status status) {

        /** Nobody ever told. */
        public static final Health UNKNOWN = new Health(Quality.UNKNOWN, Status.UNKNOWN);
    }

    /**
     * Notes a word; answers false, and changes nothing, when one of the same time or a later one is known.
     *
     * @param quality empty when the word is not about it
     */
    Uni<Boolean> note(SenderId sender, Optional<Quality> quality, Status status, Instant at);

    /** {@link Health#UNKNOWN} for a number of which nothing was told. */
    Uni<Health> of(SenderId sender);
}
