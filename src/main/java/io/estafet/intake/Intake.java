package io.estafet.intake;

import io.estafet.clock.Lateness;
import io.estafet.directory.People;
import io.estafet.directory.TemplateBook;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.TenantId;
import io.estafet.outcome.Acceptance;
import io.estafet.outcome.Accepted;
import io.estafet.outcome.Journal;
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
 * Accepts messages: compares them with the directory, answers what was answered before, sees whether there is room,
 * finds the people, commits, enqueues. Single messages wait for their turn in a line, see {@link SingleMessages}; from
 * then on the answer comes within about {@link IntakeConfig#patience()}, whatever is away.
 * {@code Accepted} means committed; a message that is committed and did not reach Redis is enqueued by the sweeper. A
 * failure of one message or one portfolio is that one's only.
 *
 * <p>Thread-safe; answers come on the thread of the last station.
 */
@Singleton
public final class Intake {

    /** Looks at the depth of so many numbers at once; far below the connections to Redis. */
    private static final int LOOKS_AT_ONCE = 8;

    private final SenderBook senders;
    private final Drafting drafting;
    private final Replays replays;
    private final Room room;
    private final PerPortfolio<Address, PersonId> people;
    private final PerPortfolio<Entry, Boolean> queue;
    private final Commits commits;
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
        this.drafting = new Drafting(senders, templates, ids, config);
        this.replays = new Replays(journal, config, clock, lateness);
        this.room = new Room(queue, config, System::nanoTime, lateness);
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
        this.commits = new Commits(journal, config, lateness);
        this.meters = meters;
        this.config = config;
        this.clock = clock;
    }

    /** One message of a caller whose credential names the tenant. Never fails for what is expected. */
    public Uni<IntakeResult> accept(TenantId tenant, MessageRequest request) {
        Submission one = Submission.of(Source.HTTP, tenant, request);
        return senders.find(request.sender())
                .map(known -> singles.accept(known.portfolio(), one))
                .orElseGet(() -> accept(List.of(one)).map(results -> results.get(0)));
    }

    /** Messages in the order in which they shall leave; answers one for one, in order. */
    public Uni<List<IntakeResult>> accept(List<Submission> submissions) {
        return Uni.createFrom().deferred(() -> {
            long startNanos = System.nanoTime();
            return replays.answer(draft(submissions), config.patience())
                    .call(this::findRoom)
                    .chain(this::findPeople)
                    .chain(made -> commit(made, left(startNanos)))
                    .call(done -> enqueue(done, left(startNanos)))
                    .map(this::answer);
        });
    }

    private Round draft(List<Submission> submissions) {
        Round round = new Round(submissions);
        for (int place = 0; place < submissions.size(); place++) {
            try {
                round.drafted(place, drafting.draft(submissions.get(place), clock.instant()));
            } catch (RefusedException e) {
                round.end(place, new IntakeResult.Refused(e.refusal()));
            }
        }
        return round;
    }

    private Uni<Void> findRoom(Round round) {
        return Multi.createFrom()
                .iterable(round.senders())
                .onItem()
                .transformToUni(sender -> room.refusal(sender).map(code -> new Look(sender.id(), code)))
                .merge(LOOKS_AT_ONCE)
                .invoke(look -> endWithoutRoom(round, look))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private void endWithoutRoom(Round round, Look look) {
        look.refusal()
                .ifPresent(
                        code -> round.endWhere(draft -> draft.sender().id().equals(look.sender()), unavailable(code)));
    }

    /** What is to be committed. People of several portfolios one after the other: a batch has one or two. */
    private Uni<Made> findPeople(Round round) {
        Made made = new Made(round, new LinkedHashMap<>());
        return Multi.createFrom()
                .iterable(round.byPortfolio().entrySet())
                .onItem()
                .transformToUniAndConcatenate(group -> findPeople(made, group.getKey(), group.getValue()))
                .collect()
                .last()
                .replaceWith(made);
    }

    private Uni<Void> findPeople(Made made, PortfolioId portfolio, List<Draft> drafts) {
        List<Address> addresses =
                drafts.stream().map(draft -> draft.request().address()).toList();
        long asked = System.nanoTime();
        return people.submit(portfolio, addresses)
                .ifNoItem()
                .after(config.peoplePatience())
                .fail()
                .invoke(directory::answered)
                .invoke(found -> made.add(drafts, found))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> withoutPeople(made.round(), portfolio, failure, asked));
    }

    private Uni<Void> withoutPeople(Round round, PortfolioId portfolio, Throwable failure, long asked) {
        Commits.log("people were not found", failure);
        round.endWhere(
                draft -> draft.sender().portfolio().equals(portfolio), unavailable(directory.code(failure, asked)));
        return Uni.createFrom().voidItem();
    }

    private Uni<Committed> commit(Made made, Duration patience) {
        List<Acceptance> acceptances = made.round().acceptances(made.acceptances());
        return commits.commit(acceptances, patience).map(answers -> settled(made.round(), acceptances, answers));
    }

    private Committed settled(Round round, List<Acceptance> acceptances, List<Commits.Answer> answers) {
        List<Acceptance> waiting = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            Acceptance acceptance = acceptances.get(i);
            Commits.Answer answer = answers.get(i);
            round.end(round.placeOf(i), answer.result());
            answer.accepted().filter(now -> now.kind() == Accepted.Kind.CREATED).ifPresent(now -> {
                meters.accepted(acceptance.sender(), acceptance.category());
                if (now.state().isWaiting()) {
                    waiting.add(acceptance);
                }
            });
        }
        return new Committed(round, waiting);
    }

    private Uni<Void> enqueue(Committed committed, Duration patience) {
        Map<PortfolioId, List<Acceptance>> groups = new LinkedHashMap<>();
        committed
                .waiting()
                .forEach(one -> groups.computeIfAbsent(one.portfolio(), id -> new ArrayList<>())
                        .add(one));
        return Multi.createFrom()
                .iterable(groups.entrySet())
                .onItem()
                .transformToUniAndConcatenate(
                        group -> enqueue(committed.round(), group.getKey(), group.getValue(), patience))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Never fails: the messages are committed, and what Redis does not take now the sweeper brings later. */
    private Uni<Void> enqueue(Round round, PortfolioId portfolio, List<Acceptance> messages, Duration patience) {
        long asked = System.nanoTime();
        return queue.submit(portfolio, messages.stream().map(Draft::entry).toList())
                .ifNoItem()
                .after(patience)
                .fail()
                .invoke(() -> messages.forEach(message -> room.took(message.portfolio(), message.sender())))
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> notEnqueued(round, portfolio, messages, failure, asked))
                .onFailure()
                .recoverWithNull();
    }

    private void notEnqueued(
            Round round, PortfolioId portfolio, List<Acceptance> messages, Throwable failure, long asked) {
        room.refused(portfolio, failure);
        Set<MessageId> ids = messages.stream().map(Acceptance::id).collect(Collectors.toSet());
        round.comesAgain(ids, unavailable(room.code(failure, asked)));
    }

    private List<IntakeResult> answer(Committed committed) {
        List<IntakeResult> results = committed.round().results();
        for (int i = 0; i < results.size(); i++) {
            Source source = committed.round().submissions().get(i).source();
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

    /** Of the caller's patience, never nothing: a step that has begun deserves a moment. */
    private Duration left(long startNanos) {
        long left = config.patience().toNanos() - (System.nanoTime() - startNanos);
        return Duration.ofNanos(Math.max(left, config.patience().toNanos() / 20));
    }

    private static List<PersonId> inOrder(List<Address> addresses, Map<Address, PersonId> known) {
        return addresses.stream()
                .map(address -> Objects.requireNonNull(known.get(address)))
                .toList();
    }

    /** What was seen of the room for a number's messages. */
    private record Look(SenderId sender, Optional<IntakeCode> refusal) {}

    /** A round whose people are known. */
    private record Made(Round round, Map<MessageId, Acceptance> acceptances) {

        void add(List<Draft> drafts, List<PersonId> people) {
            for (int i = 0; i < drafts.size(); i++) {
                acceptances.put(drafts.get(i).id(), drafts.get(i).acceptance(people.get(i)));
            }
        }
    }

    /** A round that has all its results, and what of it the queue is to have. */
    private record Committed(Round round, List<Acceptance> waiting) {}
}
