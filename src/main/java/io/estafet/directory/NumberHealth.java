package io.estafet.directory;

import io.estafet.message.SenderId;
import io.estafet.sender.Health;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/** How WhatsApp says that numbers are doing. Of two words the newer one holds, by WhatsApp's time. */
public interface NumberHealth {

    /**
     * Notes a word; answers false, and changes nothing, when one of the same time or a later one is known.
     *
     * @param quality empty when the word is not about it
     */
    Uni<Boolean> note(SenderId sender, Optional<Health.Quality> quality, Health.Status status, Instant at);

    /** {@link Health#UNKNOWN} for a number of which nothing was told. */
    Uni<Health> of(SenderId sender);
}
