package io.estafet.directory;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.reactive.Unis;
import io.estafet.recipient.Address;
import io.estafet.recipient.ConsentByte;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Consents that are committed first, then projected to Redis. */
@Singleton
record RecordedConsents(People people, Erasure erasure, ConsentJournal journal, Projector projector)
        implements Consents {

    @Override
    public Uni<Void> put(List<ConsentChange> changes) {
        if (changes.size() > MAX_CHANGES) {
            throw new IllegalArgumentException("at most " + MAX_CHANGES + " changes at once");
        }
        Map<PortfolioId, List<ConsentChange>> byPortfolio = changes.stream()
                .collect(Collectors.groupingBy(ConsentChange::portfolio, LinkedHashMap::new, Collectors.toList()));
        return Unis.inTurn(byPortfolio.entrySet(), part -> put(part.getKey(), part.getValue()));
    }

    private Uni<Void> put(PortfolioId portfolio, List<ConsentChange> changes) {
        Set<Address> addresses = changes.stream().map(ConsentChange::address).collect(Collectors.toSet());
        return people.resolve(portfolio, addresses)
                .chain(known -> journal.record(portfolio, changes, known))
                .chain(projector::project);
    }

    @Override
    public Uni<ConsentByte> state(PortfolioId portfolio, Address address) {
        return person(portfolio, address)
                .chain(person -> person.map(id -> journal.state(portfolio, id))
                        .orElseGet(() -> Uni.createFrom().item(ConsentByte.NOTHING_KNOWN)));
    }

    @Override
    public Uni<List<ConsentRecord>> history(PortfolioId portfolio, Address address, int limit) {
        return person(portfolio, address)
                .chain(person -> person.map(id -> journal.history(portfolio, id, limit))
                        .orElseGet(() -> Uni.createFrom().item(List.of())));
    }

    private Uni<Optional<PersonId>> person(PortfolioId portfolio, Address address) {
        return people.find(portfolio, address)
                .chain(found -> found.isPresent() ? Uni.createFrom().item(found) : erasure.erased(portfolio, address));
    }

    @Override
    public Uni<Void> whatsAppStop(PortfolioId portfolio, PersonId person, Instant at) {
        return journal.recordStop(portfolio, person, true, at).chain(projector::project);
    }

    @Override
    public Uni<Void> whatsAppResume(PortfolioId portfolio, PersonId person, Instant at) {
        return journal.recordStop(portfolio, person, false, at).chain(projector::project);
    }
}
