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

    /**
     * WhatsApp refused a request because the person's window with this number was closed: it is, whatever we believed,
     * unless the person wrote after the request began.
     */
    Uni<Void> close(PortfolioId portfolio, SenderId sender, PersonId person, Instant refusedBegan);
}
