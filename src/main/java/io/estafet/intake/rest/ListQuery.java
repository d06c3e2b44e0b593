package io.estafet.intake.rest;

import io.estafet.directory.People;
import io.estafet.journal.MessageReader;
import io.estafet.journal.MessageReader.Filter;
import io.estafet.journal.MessageReader.PersonIn;
import io.estafet.journal.MessageView;
import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.message.TenantId;
import io.estafet.problem.Code;
import io.estafet.problem.ProblemException;
import io.estafet.recipient.Address;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the filters of a list of messages from its query, and finds the messages. */
@Singleton
record ListQuery(SenderBook senders, People people, MessageReader reader) {

    private static final int DEFAULT_PAGE = 100;
    private static final int MAX_PAGE = 1_000;

    private static final String STATES = oneOf(Arrays.stream(State.values()).map(State::word));
    private static final String REASONS = oneOf(Arrays.stream(Reason.values()).map(Reason::word));
    private static final int MAX_TEXT = 128;
    private static final String TEXT = "a text of at most " + MAX_TEXT + " characters";
    private static final String TIME = "a time with zone as in RFC 3339";

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    /**
     * A query that was understood.
     *
     * @param filter without the people, who are still to be found
     */
    record Query(TenantId tenant, Filter filter, Optional<Address> address, Optional<MessageId> before, int limit) {

        /** True when the query would match all messages. */
        boolean isUnfiltered() {
            return filter.equals(Filter.NONE) && address.isEmpty();
        }
    }

    /** @throws ProblemException 422 for what cannot be understood */
    Query read(ListParameters given, TenantId tenant) {
        Filter filter = new Filter(
                value("sender", given.sender(), "a business phone number id", SenderId::new),
                value("state", given.state(), STATES, word -> State.ofWord(word).orElseThrow(ListQuery::unknownWord)),
                value(
                        "reason",
                        given.reason(),
                        REASONS,
                        word -> Reason.ofWord(word).orElseThrow(ListQuery::unknownWord)),
                value("campaign", given.campaign(), TEXT, ListQuery::text),
                value("reference", given.reference(), TEXT, ListQuery::text),
                List.of(),
                value("from", given.from(), TIME, ListQuery::instant),
                value("until", given.until(), TIME, ListQuery::instant));
        // An unescaped "+" is a space in a query.
        Optional<Address> address = value(
                "to", given.to(), "an E.164 number or a user id", to -> Address.parse(to.replaceFirst("^ ", "+")));
        Optional<MessageId> before = value("cursor", given.cursor(), "what a page gave as next", MessageId::parse);
        return new Query(tenant, filter, address, before, limit(given.limit()));
    }

    /** A page of the messages that match. */
    Uni<MessagePage> run(Query query, WaitExplainer explainer) {
        return filter(query)
                .chain(filter -> filter.map(known -> reader.list(query.tenant(), known, query.before(), query.limit()))
                        .orElseGet(() -> Uni.createFrom().item(List.of())))
                .map(views -> page(views, query.limit(), explainer));
    }

    /** The filter with the people; empty when the address belongs to no known person, so that nothing matches. */
    Uni<Optional<Filter>> filter(Query query) {
        if (query.address().isEmpty()) {
            return Uni.createFrom().item(Optional.of(query.filter()));
        }
        Set<PortfolioId> portfolios = senders.senders().stream()
                .filter(sender -> sender.tenant().equals(query.tenant()))
                .map(Sender::portfolio)
                .collect(Collectors.toSet());
        return Multi.createFrom()
                .iterable(portfolios)
                .onItem()
                .transformToUniAndConcatenate(
                        portfolio -> find(portfolio, query.address().get()))
                .collect()
                .asList()
                .map(found -> with(
                        query.filter(), found.stream().flatMap(Optional::stream).toList()));
    }

    private Uni<Optional<PersonIn>> find(PortfolioId portfolio, Address address) {
        return people.find(portfolio, address).map(found -> found.map(person -> new PersonIn(portfolio, person)));
    }

    private static Optional<Filter> with(Filter filter, List<PersonIn> people) {
        return people.isEmpty()
                ? Optional.empty()
                : Optional.of(new Filter(
                        filter.sender(),
                        filter.state(),
                        filter.reason(),
                        filter.campaign(),
                        filter.reference(),
                        people,
                        filter.from(),
                        filter.until()));
    }

    private static MessagePage page(List<MessageView> views, int limit, WaitExplainer explainer) {
        List<MessageAnswer> items = views.stream()
                .map(explainer::explainFromMemory)
                .map(view -> MessageAnswer.of(view, false))
                .toList();
        return new MessagePage(
                items, views.size() < limit ? null : views.get(limit - 1).id().toString());
    }

    private static int limit(@Nullable String given) {
        return value("limit", given, "a number from 1 to " + MAX_PAGE, text -> {
                    int limit = Integer.parseInt(text);
                    if (limit < 1 || limit > MAX_PAGE) {
                        throw new IllegalArgumentException("not a page");
                    }
                    return limit;
                })
                .orElse(DEFAULT_PAGE);
    }

    private static <T> Optional<T> value(String name, @Nullable String given, String must, Function<String, T> reader) {
        try {
            return Optional.ofNullable(given).map(reader);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw ProblemException.of(Code.INVALID, "the query's " + name + " must be " + must);
        }
    }

    /** Refuses a text that no message can have. Nothing would be found, and most probably something else was meant. */
    private static String text(String text) {
        if (text.codePointCount(0, text.length()) > MAX_TEXT) {
            throw new IllegalArgumentException("too long");
        }
        return text;
    }

    private static String oneOf(Stream<String> words) {
        return words.collect(Collectors.joining(", ", "one of ", ""));
    }

    private static Instant instant(String text) {
        // An unescaped "+" of a zone is a space in a query.
        Instant instant = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        if (instant.isBefore(Instant.EPOCH) || instant.isAfter(LAST)) {
            throw new DateTimeException("no message has such a time");
        }
        return instant;
    }

    private static IllegalArgumentException unknownWord() {
        return new IllegalArgumentException("an unknown word");
    }
}
