package io.estafet.directory;

import io.estafet.message.SenderId;
import io.estafet.sender.Health;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/** The health of numbers as WhatsApp reports it. Of two reports the newer one holds, by WhatsApp's time. */
public interface NumberHealth {

    /**
     * Records a report. Answers false and changes nothing when a report of the same or a later time is known.
     *
     * @param quality empty when the report does not tell it
     */
    Uni<Boolean> note(SenderId sender, Optional<Health.Quality> quality, Health.Status status, Instant at);

    /** {@link Health#UNKNOWN} for a number without any report. */
    Uni<Health> of(SenderId sender);
}
