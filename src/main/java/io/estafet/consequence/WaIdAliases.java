package io.estafet.consequence;

import io.estafet.directory.People;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.metrics.Meters;
import io.estafet.reactive.Unis;
import io.estafet.recipient.Address;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Other names of people, as WhatsApp's answers give them. In Brazil, Mexico and Argentina a person's wa_id may differ
 * from the number that was dialled, and webhooks use the wa_id only. Two known people are never merged: the older
 * mapping stays, and the conflict is counted.
 */
@Singleton
public final class WaIdAliases {

    /**
     * The most aliases that are learned at once: links take turns in PostgreSQL. An alias that is left out under load
     * is learned from the message's statuses.
     */
    private static final int MOST_AT_ONCE = 16;

    private final People people;
    private final Counter conflicts;
    private final AtomicInteger underWay = new AtomicInteger();

    public WaIdAliases(People people, MeterRegistry meters) {
        this.people = people;
        this.conflicts = Counter.builder(Meters.ALIAS_CONFLICTS)
                .description("Answers that gave a person a name which is another person's already; nothing was changed")
                .register(meters);
    }

    /**
     * Remembers the person's other name, if it is one. May do nothing when too many are learned at once.
     *
     * @param dialled the address that the message was sent to
     * @param waId from the answer: digits without {@code +}
     */
    public Uni<Void> learn(PortfolioId portfolio, PersonId person, Address dialled, String waId) {
        return Uni.createFrom()
                .deferred(() -> alias(dialled, waId)
                        .filter(alias -> underWay.get() < MOST_AT_ONCE)
                        .map(alias -> learn(portfolio, person, alias))
                        .orElseGet(Unis::done));
    }

    private Uni<Void> learn(PortfolioId portfolio, PersonId person, Address alias) {
        underWay.incrementAndGet();
        return people.find(portfolio, alias)
                .chain(known ->
                        known.isPresent() ? compared(person, known.get()) : people.link(portfolio, person, alias))
                .onTermination()
                .invoke(underWay::decrementAndGet);
    }

    private Uni<Void> compared(PersonId person, PersonId known) {
        if (!known.equals(person)) {
            conflicts.increment();
        }
        return Unis.done();
    }

    /**
     * The other name: another number of the same country, where WhatsApp is known to rewrite numbers; elsewhere a wa_id
     * of another form is no proof of anything. Empty when the number itself was named.
     */
    static Optional<Address> alias(Address dialled, String waId) {
        String name = "+" + waId;
        if (name.equals(dialled.value())
                || dialled.rewrittenIn().filter(name::startsWith).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Address.phone(name));
        } catch (IllegalArgumentException noNumber) {
            return Optional.empty();
        }
    }
}
