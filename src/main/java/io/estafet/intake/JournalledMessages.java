package io.estafet.intake;

import io.estafet.directory.Erasure;
import io.estafet.directory.RecentMessages;
import io.estafet.journal.PersonMessages;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.queue.Queue;
import io.estafet.reactive.Unis;
import io.estafet.recipient.Address;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Lists and erases what the journal keeps of the messages to a person. The journal comes first. A message that cannot
 * be withdrawn from the queue now is refused its right to send, and leaves the queue then. Thread-safe.
 *
 * <p>Two things are out of reach. Entries that were refused before they became messages stay in
 * {@code estafet:intake:refused} as they were pushed, for whoever pushed them. Idempotency keys, which may hold
 * anything a caller likes, are forgotten by themselves after 24 h.
 */
@Singleton
final class JournalledMessages implements RecentMessages, Erasure.Station {

    private static final Logger LOG = Logger.getLogger(JournalledMessages.class);

    /** The most messages of one transaction, whose locks last some ten milliseconds. */
    private static final int PIECE = 500;

    private final PersonMessages messages;
    private final Queue queue;
    private final InstantSource clock;

    JournalledMessages(PersonMessages messages, Queue queue, InstantSource clock) {
        this.messages = messages;
        this.queue = queue;
        this.clock = clock;
    }

    @Override
    public Uni<List<Recent>> recent(PortfolioId portfolio, PersonId person, int limit) {
        return messages.recent(portfolio, person, limit)
                .map(found -> found.stream()
                        .map(message -> new Recent(message.id(), message.state(), message.acceptedAt()))
                        .toList());
    }

    @Override
    public Uni<Void> erase(PortfolioId portfolio, PersonId person, Collection<Address> names) {
        return Uni.createFrom().deferred(() -> {
            Pieces pieces = new Pieces(portfolio, person, names);
            return Unis.whileTrue(pieces::erase);
        });
    }

    /** One person's messages, piece after piece. */
    private final class Pieces {

        private final PortfolioId portfolio;
        private final PersonId person;
        private final List<String> names;
        private volatile Optional<MessageId> after = Optional.empty();

        Pieces(PortfolioId portfolio, PersonId person, Collection<Address> names) {
            this.portfolio = portfolio;
            this.person = person;
            this.names = names.stream().map(Pieces::asWritten).distinct().toList();
        }

        /** Erases one piece; answers whether another one follows. */
        Uni<Boolean> erase() {
            return messages.erase(portfolio, person, names, after, PIECE, clock.instant())
                    .invoke(piece -> after = piece.next())
                    .call(piece -> withdraw(piece.cancelled()))
                    .map(piece -> piece.next().isPresent());
        }

        private Uni<Void> withdraw(Map<SenderId, List<MessageId>> cancelled) {
            return Unis.recovered(
                    Unis.inTurn(cancelled.entrySet(), of -> queue.withdraw(portfolio, of.getKey(), of.getValue())),
                    failure -> LOG.warnf("cancelled and not withdrawn portfolio=%s: %s", portfolio, failure));
        }

        /** A phone number without its plus, so that it is found with the plus and without. */
        private static String asWritten(Address name) {
            return name.kind() == Address.Kind.PHONE ? name.value().substring(1) : name.value();
        }
    }
}
