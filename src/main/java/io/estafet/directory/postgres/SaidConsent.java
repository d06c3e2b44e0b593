package io.estafet.directory.postgres;

import io.estafet.directory.ConsentChange;
import io.estafet.message.Category;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.postgres.Columns;
import io.estafet.recipient.Address;
import io.estafet.recipient.ConsentStatus;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A change of consent whose person is known.
 *
 * @param category empty for all that need consent
 */
record SaidConsent(PersonId person, Optional<Category> category, ConsentStatus status, String source, Instant at) {

    private static final List<Category> CATEGORIES =
            List.of(Category.MARKETING, Category.UTILITY, Category.AUTHENTICATION);

    static SaidConsent of(ConsentChange change, Map<Address, PersonId> people) {
        PersonId person = people.get(change.address());
        if (person == null) {
            throw new IllegalArgumentException("a change without its person");
        }
        return new SaidConsent(person, change.category(), change.status(), change.source(), change.at());
    }

    /** The portfolio, the time of the record, then the columns of every change in the given order. */
    static Tuple history(PortfolioId portfolio, Instant recordedAt, List<SaidConsent> said) {
        return Columns.of(said, portfolio.value(), Columns.time(recordedAt))
                .longs(one -> one.person().value())
                .shorts(one -> one.category().map(Category::rank).orElse(null))
                .shorts(one -> one.status().code())
                .texts(SaidConsent::source)
                .times(SaidConsent::at)
                .tuple();
    }

    /**
     * The portfolio, the persons in the order of their ids, then status and time of each category by the latest change,
     * because one statement may change a row only once. Where nothing was said, the status is {@code NONE} and the time
     * is null.
     */
    static Tuple latest(PortfolioId portfolio, List<SaidConsent> said) {
        Map<Long, Map<Category, SaidConsent>> latest = new TreeMap<>();
        said.forEach(one ->
                one.addTo(latest.computeIfAbsent(one.person().value(), person -> new EnumMap<>(Category.class))));
        Columns<Map.Entry<Long, Map<Category, SaidConsent>>> columns =
                Columns.of(latest.entrySet(), portfolio.value()).longs(Map.Entry::getKey);
        for (Category category : CATEGORIES) {
            columns.shorts(person -> Optional.ofNullable(person.getValue().get(category))
                            .map(SaidConsent::status)
                            .orElse(ConsentStatus.NONE)
                            .code())
                    .times(person -> Optional.ofNullable(person.getValue().get(category))
                            .map(SaidConsent::at)
                            .orElse(null));
        }
        return columns.tuple();
    }

    private void addTo(Map<Category, SaidConsent> latest) {
        category.map(List::of)
                .orElse(CATEGORIES)
                .forEach(one -> latest.merge(one, this, (old, young) -> young.at.isBefore(old.at) ? old : young));
    }
}
