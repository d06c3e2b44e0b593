package io.estafet.directory;

import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.State;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;

/** The latest messages to a person. The directory asks; the journal answers. */
public interface RecentMessages {

    /** The person's messages, the latest first. */
    Uni<List<Recent>> recent(PortfolioId portfolio, PersonId person, int limit);

    /** One message. */
    record Recent(MessageId id, State state, Instant acceptedAt) {}
}
