package io.estafet.directory;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The committed customer service windows, from which Redis can be rebuilt. */
public interface CustomerWindows {

    /** How long a window stays open after the person's latest message. */
    Duration WINDOW = Duration.ofHours(24);

    /** Commits the ends of people's windows, all of them or none. An end never moves back. */
    Uni<Void> open(PortfolioId portfolio, SenderId sender, Map<PersonId, Instant> ends);

    /** Forgets the windows of a person. */
    Uni<Void> forget(PortfolioId portfolio, PersonId person);

    /**
     * Commits that a window is closed, after WhatsApp refused a request for that reason. Changes nothing when a message
     * from the person opened the window after the request began.
     */
    Uni<Void> close(PortfolioId portfolio, SenderId sender, PersonId person, Instant refusedBegan);

    /** The windows of a person that are open at {@code now}, by number, with their ends. */
    Uni<Map<SenderId, Instant>> open(PortfolioId portfolio, PersonId person, Instant now);
}
