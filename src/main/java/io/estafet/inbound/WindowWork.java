package io.estafet.inbound;

import io.estafet.admission.Windows;
import io.estafet.directory.CustomerWindows;
import io.estafet.directory.Projector;
import io.estafet.directory.Suppressions;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.outcome.OpenMessage;
import io.estafet.outcome.OpenMessages;
import io.estafet.queue.Queue;
import io.estafet.queue.Wakes;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * What follows when a person writes: their window with the number is open, they can be reached, and what waited in the
 * line of a limit for them goes now, since nothing within a window counts against a limit. Repeatable.
 */
@Singleton
final class WindowWork {

    /** Messages to one person that wait for a limit; more of them stay in their line, and lose nothing. */
    private static final int MOST_WAITING = 100;

    private final SenderBook book;
    private final KnownPeople people;
    private final CustomerWindows committed;
    private final Windows windows;
    private final Suppressions suppressions;
    private final Projector projector;
    private final OpenMessages messages;
    private final Queue queue;
    private final Wakes wakes;
    private final InstantSource clock;

    WindowWork(
            SenderBook book,
            KnownPeople people,
            CustomerWindows committed,
            Windows windows,
            Suppressions suppressions,
            Projector projector,
            OpenMessages messages,
            Queue queue,
            Wakes wakes,
            InstantSource clock) {
        this.book = book;
        this.people = people;
        this.committed = committed;
        this.windows = windows;
        this.suppressions = suppressions;
        this.projector = projector;
        this.messages = messages;
        this.queue = queue;
        this.wakes = wakes;
        this.clock = clock;
    }

    Uni<EventResult> wrote(Notices.Inbound message) {
        Instant now = clock.instant();
        // Never beyond what can be: a clock that is ahead must not hold a window open.
        Instant ends = (message.at().isBefore(now) ? message.at() : now).plus(CustomerWindows.WINDOW);
        return book.find(message.sender())
                .map(sender -> ends.isAfter(now) ? wrote(sender, message, ends) : result(EventResult.UNCHANGED))
                .orElseGet(() -> result(EventResult.UNKNOWN));
    }

    private Uni<EventResult> wrote(Sender sender, Notices.Inbound message, Instant ends) {
        return people.named(sender.portfolio(), message.from())
                .chain(persons -> KnownPeople.each(persons, person -> wrote(sender, person, ends)))
                .chain(() -> wakes.wake(sender.portfolio(), List.of(sender.id())))
                .replaceWith(EventResult.DONE);
    }

    private Uni<Void> wrote(Sender sender, PersonId person, Instant ends) {
        return open(sender, person, ends)
                .chain(() -> reachable(sender.portfolio(), person, ends.minus(CustomerWindows.WINDOW)))
                .chain(() -> letGo(sender, person));
    }

    /** PostgreSQL first, then Redis, which also takes a slot of the pace. */
    private Uni<Void> open(Sender sender, PersonId person, Instant ends) {
        return committed
                .open(sender.portfolio(), sender.id(), person, ends)
                .chain(() -> windows.open(sender.portfolio(), sender.id(), person, ends));
    }

    /** Who writes can be written to. */
    private Uni<Void> reachable(PortfolioId portfolio, PersonId person, Instant wrote) {
        return suppressions
                .reachable(portfolio, person, wrote, clock.instant())
                .chain(debt -> debt.map(projector::pay)
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** Most numbers wait for no limit: the journal has a day in each of its parts, and is asked by few. */
    private Uni<Void> letGo(Sender sender, PersonId person) {
        return queue.hasLine(sender.portfolio(), sender.id())
                .chain(has ->
                        has ? letGoInLine(sender, person) : Uni.createFrom().voidItem());
    }

    /** The journal hears who joins a line, not who has left it since: the queue lets go who still stands there. */
    private Uni<Void> letGoInLine(Sender sender, PersonId person) {
        return messages.waitingForLimit(sender.portfolio(), sender.id(), person, MOST_WAITING)
                .map(waiting -> waiting.stream().map(OpenMessage::id).toList())
                .chain(ids -> queue.release(sender.portfolio(), sender.id(), ids))
                .replaceWithVoid();
    }

    private static Uni<EventResult> result(EventResult result) {
        return Uni.createFrom().item(result);
    }
}
