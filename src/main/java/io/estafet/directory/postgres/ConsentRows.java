package io.estafet.directory.postgres;

import io.estafet.directory.ConsentChange;
import io.estafet.message.Category;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.recipient.Address;
import io.estafet.recipient.ConsentStatus;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A batch of changes as columns: every change for the history, and per person and category the one change that counts,
 * because one statement may change a row only once.
 */
final class ConsentRows {

    private static final List<Category> CATEGORIES =
            List.of(Category.MARKETING, Category.UTILITY, Category.AUTHENTICATION);

    private final PortfolioId portfolio;
    private final List<ConsentChange> changes;
    private final Map<Address, PersonId> people;
    private final TreeMap<Long, Map<Category, ConsentChange>> latest = new TreeMap<>();

    private ConsentRows(PortfolioId portfolio, List<ConsentChange> changes, Map<Address, PersonId> people) {
        this.portfolio = portfolio;
        this.changes = changes;
        this.people = people;
    }

    static ConsentRows of(PortfolioId portfolio, List<ConsentChange> changes, Map<Address, PersonId> people) {
        ConsentRows rows = new ConsentRows(portfolio, changes, people);
        changes.forEach(rows::count);
        return rows;
    }

    private void count(ConsentChange change) {
        Map<Category, ConsentChange> words =
                latest.computeIfAbsent(person(change), person -> new EnumMap<>(Category.class));
        for (Category category : CATEGORIES) {
            if (change.concerns(category)) {
                words.merge(category, change, (old, young) -> young.at().isBefore(old.at()) ? old : young);
            }
        }
    }

    private Long person(ConsentChange change) {
        PersonId person = people.get(change.address());
        if (person == null) {
            throw new IllegalArgumentException("a change without its person");
        }
        return person.value();
    }

    List<PersonId> persons() {
        return latest.keySet().stream().map(PersonId::new).toList();
    }

    /**
     * The portfolio, the persons, then status and time of each category; where nothing was said, the status is {@code
     * NONE} and the time is null.
     */
    Tuple latest() {
        Tuple columns = Tuple.tuple()
                .addValue(portfolio.value())
                .addValue(latest.keySet().toArray(new Long[0]));
        for (Category category : CATEGORIES) {
            columns.addValue(latest.values().stream()
                    .map(words -> status(words.get(category)))
                    .toArray(Short[]::new));
            columns.addValue(latest.values().stream()
                    .map(words -> at(words.get(category)))
                    .toArray(OffsetDateTime[]::new));
        }
        return columns;
    }

    private static Short status(@Nullable ConsentChange change) {
        return (short)
                (change == null ? ConsentStatus.NONE.code() : change.status().code());
    }

    private static @Nullable OffsetDateTime at(@Nullable ConsentChange change) {
        return change == null ? null : Sql.time(change.at());
    }

    /** The portfolio, the time of the record, then the columns of every change in the given order. */
    Tuple said(Instant recordedAt) {
        List<Long> persons = new ArrayList<>();
        List<@Nullable Short> categories = new ArrayList<>();
        List<Short> statuses = new ArrayList<>();
        List<String> sources = new ArrayList<>();
        List<OffsetDateTime> times = new ArrayList<>();
        for (ConsentChange change : changes) {
            persons.add(person(change));
            categories.add(
                    change.category().map(category -> (short) category.rank()).orElse(null));
            statuses.add((short) change.status().code());
            sources.add(change.source());
            times.add(Sql.time(change.at()));
        }
        return Tuple.tuple()
                .addValue(portfolio.value())
                .addValue(Sql.time(recordedAt))
                .addValue(persons.toArray(new Long[0]))
                .addValue(categories.toArray(new Short[0]))
                .addValue(statuses.toArray(new Short[0]))
                .addValue(sources.toArray(new String[0]))
                .addValue(times.toArray(new OffsetDateTime[0]));
    }

    /** The same columns for one change that was told to WhatsApp itself. */
    static Tuple one(
            PortfolioId portfolio,
            PersonId person,
            Category category,
            ConsentStatus status,
            Instant at,
            Instant recordedAt) {
        return Tuple.tuple()
                .addValue(portfolio.value())
                .addValue(Sql.time(recordedAt))
                .addValue(new Long[] {person.value()})
                .addValue(new Short[] {(short) category.rank()})
                .addValue(new Short[] {(short) status.code()})
                .addValue(new String[] {ConsentChange.WHATSAPP})
                .addValue(new OffsetDateTime[] {Sql.time(at)});
    }
}
