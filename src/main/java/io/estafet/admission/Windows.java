package io.estafet.admission;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Map;

/** The 24 h customer service windows. */
public interface Windows {

    /**
     * Opens the windows of people who wrote, or moves their ends forward, never back. Takes a slot of the number's pace
     * for each message, since inbound messages count against the throughput.
     *
     * @param ends when the windows end, for some hundred people at most: one script writes them all
     * @param messages how many messages these people wrote
     */
    Uni<Void> open(PortfolioId portfolio, SenderId sender, Map<PersonId, Instant> ends, int messages);

    /**
     * Closes a window, because WhatsApp refused a request for the reason that the person's window with this number was
     * closed. It is closed whatever our record says, unless the person wrote after the request began.
     */
    Uni<Void> close(PortfolioId portfolio, SenderId sender, PersonId person, Instant refusedBegan);
}
