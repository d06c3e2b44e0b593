package io.estafet.journal;

import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.message.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The journal as a tenant reads it. Another tenant's messages are treated as ones that do not exist. */
public interface MessageReader {

    /** One message with its timeline. */
    Uni<Optional<MessageView>> find(TenantId tenant, MessageId id);

    /**
     * Messages that match, newest first, without timelines.
     *
     * @param before the last id of the previous page; empty for the first page
     */
    Uni<List<MessageView>> list(TenantId tenant, Filter filter, Optional<MessageId> before, int most);

    /**
     * Every condition that is present must match.
     *
     * @param people several ids, because one person may have an id in each of the tenant's portfolios; empty means
     *     anybody. An erased message matches no person
     * @param from accepted at this time or later
     * @param until accepted before this time
     */
    record Filter(
            Optional<SenderId> sender,
            Optional<State> state,
            Optional<Reason> reason,
            Optional<String> campaign,
            Optional<String> reference,
            List<PersonIn> people,
            Optional<Instant> from,
            Optional<Instant> until) {

        public static final Filter NONE = new Filter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** A person by their id in one portfolio. */
    record PersonIn(PortfolioId portfolio, PersonId person) {}
}
