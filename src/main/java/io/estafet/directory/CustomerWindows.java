package io.estafet.directory;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Map;

/** The committed customer service windows, from which Redis can be rebuilt. */
public interface CustomerWindows {

    /** Commits the window's end; never moves it back. */
    Uni<Void> open(PortfolioId portfolio, SenderId sender, PersonId person, Instant endsAt);

    /** Forgets the windows of a person. */
    Uni<Void> forget(PortfolioId portfolio, PersonId person);

    /** The windows of a person that are open at {@code now}, by number, with their ends. */
    Uni<Map<SenderId, Instant>> open(PortfolioId portfolio, PersonId person, Instant now);
}
