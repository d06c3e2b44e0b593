package io.estafet.intake;

import io.estafet.clock.Lateness;
import io.estafet.directory.People;
import io.estafet.directory.TemplateBook;
import io.estafet.journal.AcceptResult;
import io.estafet.journal.Journal;
import io.estafet.journal.NewMessage;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.TenantId;
import io.estafet.queue.Entry;
import io.estafet.queue.Queue;
import io.estafet.recipient.Address;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
     */
    public Uni<IntakeResult> accept(TenantId tenant, ParsedMessage request) {
        IncomingMessage one = IncomingMessage.of(Source.HTTP, tenant, request);
        return senders.find(request.sender())
                .map(known -> singles.accept(known.portfolio(), one))
                .orElseGet(() -> accept(List.of(one)).map(results -> results.get(0)));
    }

    /** Accepts messages in the order in which they are to be sent; answers one for one, in order. */
    public Uni<List<IntakeResult>> accept(List<IncomingMessage> messages) {
        return Uni.createFrom().deferred(() -> {
            long startNanos = System.nanoTime();
            return replays.answer(check(messages), config.patience())
                    .call(this::checkCapacity)
                    .chain(this::findPeople)
                    .chain(made -> commit(made, left(startNanos)))
                    .call(done -> enqueue(done, left(startNanos)))
                    .map(this::answer);
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
                .iterable(batch.senders())
                .onItem()
                .transformToUni(sender -> capacity.refusal(sender).map(code -> new Look(sender.id(), code)))
                .merge(LOOKS_AT_ONCE)
                .invoke(look -> endWithoutCapacity(batch, look))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private void endWithoutCapacity(IntakeBatch batch, Look look) {
        look.refusal()
                .ifPresent(code ->
                        batch.endWhere(checked -> checked.sender().id().equals(look.sender()), unavailable(code)));
    }

    /**
     * Finds the people of the messages that are to be committed. Portfolios are processed one after the other: a batch
     * has one or two.
     */
    private Uni<Made> findPeople(IntakeBatch batch) {
        Made made = new Made(batch, new LinkedHashMap<>());
        return Multi.createFrom()
                .iterable(batch.byPortfolio().entrySet())
                .onItem()
                .transformToUniAndConcatenate(group -> findPeople(made, group.getKey(), group.getValue()))
                .collect()
                .last()
                .replaceWith(made);
    }

    private Uni<Void> findPeople(Made made, PortfolioId portfolio, List<CheckedMessage> checked) {
        List<Address> addresses =
                checked.stream().map(one -> one.request().address()).toList();
        long asked = System.nanoTime();
        return people.submit(portfolio, addresses)
                .ifNoItem()
                .after(config.peoplePatience())
                .fail()
                .invoke(directory::answered)
                .invoke(found -> made.add(checked, found))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> withoutPeople(made.batch(), portfolio, failure, asked));
    }

    private Uni<Void> withoutPeople(IntakeBatch batch, PortfolioId portfolio, Throwable failure, long asked) {
        IntakeCommitter.log("people were not found", failure);
        batch.endWhere(
                checked -> checked.sender().portfolio().equals(portfolio), unavailable(directory.code(failure, asked)));
        return Uni.createFrom().voidItem();
    }

    private Uni<Committed> commit(Made made, Duration patience) {
        List<NewMessage> newMessages = made.batch().inOrder(made.newMessages());
        return committer.commit(newMessages, patience).map(answers -> settled(made.batch(), newMessages, answers));
    }

    private Committed settled(IntakeBatch batch, List<NewMessage> newMessages, List<IntakeCommitter.Answer> answers) {
        List<NewMessage> waiting = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            NewMessage message = newMessages.get(i);
            IntakeCommitter.Answer answer = answers.get(i);
            batch.end(batch.placeOf(i), answer.result());
            answer.accepted()
                    .filter(now -> now.kind() == AcceptResult.Kind.CREATED)
                    .ifPresent(now -> {
                        meters.accepted(message.sender(), message.category());
                        if (now.state().isWaiting()) {
                            waiting.add(message);
                        }
                    });
        }
        return new Committed(batch, waiting);
    }

    private Uni<Void> enqueue(Committed committed, Duration patience) {
        Map<PortfolioId, List<NewMessage>> groups = new LinkedHashMap<>();
        committed
                .waiting()
                .forEach(one -> groups.computeIfAbsent(one.portfolio(), id -> new ArrayList<>())
                        .add(one));
        return Multi.createFrom()
                .iterable(groups.entrySet())
                .onItem()
                .transformToUniAndConcatenate(
                        group -> enqueue(committed.batch(), group.getKey(), group.getValue(), patience))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Never fails: the messages are committed, and the sweep enqueues later what Redis does not take now. */
    private Uni<Void> enqueue(IntakeBatch batch, PortfolioId portfolio, List<NewMessage> messages, Duration patience) {
        long asked = System.nanoTime();
        return queue.submit(
                        portfolio, messages.stream().map(CheckedMessage::entry).toList())
                .ifNoItem()
                .after(patience)
                .fail()
                .invoke(() -> messages.forEach(message -> capacity.took(message.portfolio(), message.sender())))
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> notEnqueued(batch, portfolio, messages, failure, asked))
                .onFailure()
                .recoverWithNull();
    }

    private void notEnqueued(
            IntakeBatch batch, PortfolioId portfolio, List<NewMessage> messages, Throwable failure, long asked) {
        capacity.refused(portfolio, failure);
        Set<MessageId> ids = messages.stream().map(NewMessage::id).collect(Collectors.toSet());
        batch.comesAgain(ids, unavailable(capacity.code(failure, asked)));
    }

    private List<IntakeResult> answer(Committed committed) {
        List<IntakeResult> results = committed.batch().results();
        for (int i = 0; i < results.size(); i++) {
            Source source = committed.batch().messages().get(i).source();
            results.get(i)
                    .match(
                            accepted -> true,
                            refused -> count(source, refused.refusal().code()),
                            unavailable -> count(source, unavailable.code()));
        }
        return results;
    }

    private boolean count(Source source, IntakeCode code) {
        meters.refused(source, code);
        return false;
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

    /** Whether the queue has capacity for a number's messages: a refusal, or empty. */
    private record Look(SenderId sender, Optional<IntakeCode> refusal) {}

    /** A batch whose people are known. */
    private record Made(IntakeBatch batch, Map<MessageId, NewMessage> newMessages) {

        void add(List<CheckedMessage> checked, List<PersonId> people) {
            for (int i = 0; i < checked.size(); i++) {
                newMessages.put(checked.get(i).id(), checked.get(i).newMessage(people.get(i)));
            }
        }
    }

    /** A batch that has all its results, and those of its messages that are to be enqueued. */
    private record Committed(IntakeBatch batch, List<NewMessage> waiting) {}
}
