package io.estafet.admission;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;

/** The 24 h customer service windows. */
public interface Windows {

    /**
     * A person wrote: opens the window or moves its end forward, never back, and takes one slot of the number's pace,
     * since inbound messages count against the throughput.
     */
    Uni<Void> open(PortfolioId portfolio, SenderId sender, PersonId person, Instant endsAt);

    /** WhatsApp says that the person's window with this number is closed, whatever we believed. */
    Uni<Void> close(PortfolioId portfolio, SenderId sender, PersonId person);
}
