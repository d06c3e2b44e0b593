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
     * People wrote: opens their windows or moves the ends forward, never back, and takes a slot of the number's pace
     * for each message, since inbound messages count against the throughput.
     *
     * @param ends when the windows end, of some hundred people at most: one script writes them all
     * @param messages how many they wrote
     */
    Uni<Void> open(PortfolioId portfolio, SenderId sender, Map<PersonId, Instant> ends, int messages);

    /** The same for one person who wrote one message. */
    default Uni<Void> open(PortfolioId portfolio, SenderId sender, PersonId person, Instant endsAt) {
        return open(portfolio, sender, Map.of(person, endsAt), 1);
    }

    /**
     * WhatsApp refused a request because the person's window with this number was closed: it is, whatever we believed,
     * unless the person wrote after the request began.
     */
    Uni<Void> close(PortfolioId portfolio, SenderId sender, PersonId person, Instant refusedBegan);
}
