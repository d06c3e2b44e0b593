package io.estafet.intake;

import io.estafet.clock.Lateness;
import io.estafet.directory.People;
import io.estafet.directory.TemplateBook;
import io.estafet.journal.Journal;
import io.estafet.journal.NewMessage;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.TenantId;
import io.estafet.queue.Entry;
import io.estafet.queue.Queue;
import io.estafet.reactive.Unis;
import io.estafet.recipient.Address;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Accepts messages: checks them against the directory, answers repeated requests as before, checks the queue's
 * capacity, finds the people, commits, enqueues. Single messages wait for their turn in a line first, see
 * {@link SingleMessages}; from then on the answer comes within about {@link IntakeConfig#patience()}, whatever is away.
 * {@link IntakeResult.Accepted} means committed; a message that is committed and did not reach Redis is enqueued by the
 * sweep. A failure of one message or one portfolio does not affect the others.
 *
 * <p>Thread-safe; answers come on the thread of the last step.
 */
@Singleton
public final class Intake {

    /** The most numbers whose depth is read at once; far below the connections to Redis. */
    private static final int LOOKS_AT_ONCE = 8;

    private final SenderBook senders;
    private final MessageChecker checker;
    private final Replays replays;
    private final QueueCapacity capacity;
    private final PerPortfolio<Address, PersonId> people;
    private final PerPortfolio<Entry, Boolean> queue;
    private final IntakeCommitter committer;
    private final SingleMessages singles;
    private final Congestion directory;
    private final IntakeMeters meters;
    private final IntakeConfig config;
    private final InstantSource clock;

    public Intake(
            SenderBook senders,
            TemplateBook templates,
            People people,
            Journal journal,
            Queue queue,
            MessageIds ids,
            IntakeMeters meters,
            IntakeConfig config,
            Lateness lateness,
            InstantSource clock) {
        this.senders = senders;
        this.checker = new MessageChecker(senders, templates, ids, config);
        this.replays = new Replays(journal, config, clock, lateness);
        this.capacity = new QueueCapacity(queue, config, System::nanoTime, lateness);
        this.singles = new SingleMessages(this::accept, meters, config);
        this.directory = new Congestion(lateness, IntakeCode.JOURNAL_AWAY, config.peoplePatience());
        this.people = new PerPortfolio<>(
                "people",
                config.peoplePatience(),
                (portfolio, some) -> people.resolve(portfolio, some).map(known -> inOrder(some, known)));
        this.queue = new PerPortfolio<>(
                "queue",
                config.patience(),
                (portfolio, some) ->
                        queue.enqueue(portfolio, some).replaceWith(Collections.nCopies(some.size(), true)));
        this.committer = new IntakeCommitter(journal, config, lateness);
        this.meters = meters;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Accepts one message of a caller whose credential names the tenant. Expected failures are results; they do not
     * fail the {@code Uni}.
     *
     * @param key the idempotency key that came beside the message
     */
    public Uni<IntakeResult> accept(TenantId tenant, byte[] json, Optional<String> key) {
        return RequestParser.parse(Source.HTTP, json, key)
                .match(
                        request -> accept(tenant, request),
                        refusal -> Uni.createFrom().item(refused(Source.HTTP, refusal)));
    }

    Uni<IntakeResult> accept(TenantId tenant, ParsedMessage request) {
        IncomingMessage one = IncomingMessage.of(Source.HTTP, tenant, request);
        return senders.find(request.sender())
                .map(known -> singles.accept(known.portfolio(), one))
                .orElseGet(() -> accept(List.of(one)).map(results -> results.get(0)));
    }

    /** Reads and accepts messages in the order in which they are to be sent; answers one for one, in order. */
    public Uni<List<IntakeResult>> accept(Source source, List<RawMessage> raw) {
        List<Parsing> read = raw.stream().map(one -> one.parse(source)).toList();
        List<IncomingMessage> messages = new ArrayList<>(raw.size());
        for (int i = 0; i < raw.size(); i++) {
            Function<ParsedMessage, IncomingMessage> incoming = raw.get(i).incoming();
            read.get(i).match(request -> messages.add(incoming.apply(request)), refusal -> false);
        }
        return accept(messages)
                .map(List::iterator)
                .map(results -> read.stream()
                        .<IntakeResult>map(
                                one -> one.match(request -> results.next(), refusal -> refused(source, refusal)))
                        .toList());
    }

    private IntakeResult refused(Source source, Refusal refusal) {
        meters.refused(source, refusal.code());
        return new IntakeResult.Refused(refusal);
    }

    /** Accepts messages in the order in which they are to be sent; answers one for one, in order. */
    Uni<List<IntakeResult>> accept(List<IncomingMessage> messages) {
        return Uni.createFrom().deferred(() -> {
            long startNanos = System.nanoTime();
            return Uni.createFrom()
                    .item(check(messages))
                    .call(batch -> replays.answer(batch, config.patience()))
                    .call(this::checkCapacity)
                    .call(this::findPeople)
                    .call(batch -> commit(batch, startNanos))
                    .map(this::counted);
        });
    }

    private IntakeBatch check(List<IncomingMessage> messages) {
        IntakeBatch batch = new IntakeBatch(messages);
        for (int place = 0; place < messages.size(); place++) {
            try {
                batch.checked(place, checker.check(messages.get(place), clock.instant()));
            } catch (RefusedException e) {
                batch.end(place, new IntakeResult.Refused(e.refusal()));
            }
        }
        return batch;
    }

    private Uni<Void> checkCapacity(IntakeBatch batch) {
        return Multi.createFrom()
                .iterable(batch.openBy(sender -> sender).entrySet())
                .onItem()
                .transformToUni(
                        group -> capacity.refusal(group.getKey()).map(refusal -> new Look(group.getValue(), refusal)))
                .merge(LOOKS_AT_ONCE)
                .invoke(look -> look.refusal().ifPresent(code -> batch.end(look.places(), unavailable(code))))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /**
     * Finds the people of the messages that are to be committed. Portfolios are processed one after the other: a batch
     * has one or two.
     */
    private Uni<Void> findPeople(IntakeBatch batch) {
        return Unis.inTurn(
                batch.openBy(Sender::portfolio).entrySet(),
                group -> findPeople(batch, group.getKey(), group.getValue()));
    }

    private Uni<Void> findPeople(IntakeBatch batch, PortfolioId portfolio, List<Integer> places) {
        List<Address> addresses =
                places.stream().map(place -> batch.checked(place).address()).toList();
        long asked = System.nanoTime();
        Uni<Void> found = people.submit(portfolio, addresses)
                .ifNoItem()
                .after(config.peoplePatience())
                .fail()
                .invoke(directory::answered)
                .invoke(people -> batch.addressed(places, people))
                .replaceWithVoid();
        return Unis.recovered(found, failure -> {
            IntakeCommitter.log("people were not found", failure);
            batch.end(places, unavailable(directory.code(failure, asked)));
        });
    }

    private Uni<Void> commit(IntakeBatch batch, long startNanos) {
        return committer
                .commit(List.copyOf(batch.addressed().values()), left(startNanos))
                .map(results -> waiting(batch, results))
                .chain(waiting -> Unis.inTurn(
                        waiting.entrySet(),
                        group -> enqueue(batch, group.getKey(), group.getValue(), left(startNanos))));
    }

    /** Gives the results to the batch. Answers the places of the messages that are to be enqueued, by portfolio. */
    private Map<PortfolioId, List<Integer>> waiting(IntakeBatch batch, List<IntakeResult> results) {
        Map<PortfolioId, List<Integer>> waiting = new LinkedHashMap<>();
        Iterator<IntakeResult> next = results.iterator();
        batch.addressed().forEach((place, message) -> {
            IntakeResult result = next.next();
            batch.end(place, result);
            if (result instanceof IntakeResult.Accepted accepted && !accepted.replayed()) {
                meters.accepted(message.sender(), message.category());
                if (accepted.state().isWaiting()) {
                    waiting.computeIfAbsent(message.portfolio(), of -> new ArrayList<>())
                            .add(place);
                }
            }
        });
        return waiting;
    }

    /** Never fails: the messages are committed, and the sweeper enqueues later what Redis does not take now. */
    private Uni<Void> enqueue(IntakeBatch batch, PortfolioId portfolio, List<Integer> places, Duration patience) {
        List<Entry> entries = places.stream()
                .map(batch.addressed()::get)
                .map(NewMessage::entry)
                .toList();
        long asked = System.nanoTime();
        Uni<Void> enqueued = queue.submit(portfolio, entries)
                .ifNoItem()
                .after(patience)
                .fail()
                .invoke(() -> entries.forEach(entry -> capacity.took(portfolio, entry.sender())))
                .replaceWithVoid();
        return Unis.recovered(enqueued, failure -> {
            capacity.refused(portfolio, failure);
            batch.notEnqueued(places, unavailable(capacity.code(failure, asked)));
        });
    }

    private List<IntakeResult> counted(IntakeBatch batch) {
        List<IntakeResult> results = batch.results();
        for (int i = 0; i < results.size(); i++) {
            Source source = batch.messages().get(i).source();
            results.get(i).refusalCode().ifPresent(code -> meters.refused(source, code));
        }
        return results;
    }

    private IntakeResult unavailable(IntakeCode code) {
        return new IntakeResult.Unavailable(code, config.retryAfter());
    }

    /**
     * The time left of the caller's patience. It is never less than a twentieth of the patience, so that a step that
     * has begun has a moment.
     */
    private Duration left(long startNanos) {
        long left = config.patience().toNanos() - (System.nanoTime() - startNanos);
        return Duration.ofNanos(Math.max(left, config.patience().toNanos() / 20));
    }

    private static List<PersonId> inOrder(List<Address> addresses, Map<Address, PersonId> known) {
        return addresses.stream()
                .map(address -> Objects.requireNonNull(known.get(address)))
                .toList();
    }

    /** Whether the queue has capacity for the messages of a number: a refusal, or empty. */
    private record Look(List<Integer> places, Optional<IntakeCode> refusal) {}
}
