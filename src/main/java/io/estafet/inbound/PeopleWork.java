package io.estafet.inbound;

import io.estafet.admission.Pauses;
import io.estafet.admission.Windows;
import io.estafet.directory.Consents;
import io.estafet.directory.CustomerWindows;
import io.estafet.directory.Projector;
import io.estafet.directory.Suppressions;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.queue.Wakes;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What follows when a person writes, stops or resumes, and when a number is too fast. Repeatable. */
@Singleton
final class PeopleWork {

    private static final Duration SLOW_DOWN = Duration.ofSeconds(1);

    /** Being too fast a while ago is no reason to be slow now. */
    private static final Duration THROTTLE_IS_NEWS = Duration.ofSeconds(10);

    private final SenderBook book;
    private final KnownPeople people;
    private final CustomerWindows committedWindows;
    private final Windows windows;
    private final Consents consents;
    private final Suppressions suppressions;
    private final Projector projector;
    private final Pauses pauses;
    private final Wakes wakes;
    private final InstantSource clock;

    PeopleWork(
            SenderBook book,
            KnownPeople people,
            CustomerWindows committedWindows,
            Windows windows,
            Consents consents,
            Suppressions suppressions,
            Projector projector,
            Pauses pauses,
            Wakes wakes,
            InstantSource clock) {
        this.book = book;
        this.people = people;
        this.committedWindows = committedWindows;
        this.windows = windows;
        this.consents = consents;
        this.suppressions = suppressions;
        this.projector = projector;
        this.pauses = pauses;
        this.wakes = wakes;
        this.clock = clock;
    }

    /** Opens the person's window with the number: PostgreSQL first, then Redis, which also takes a slot of the pace. */
    Uni<EventResult> wrote(Notices.Inbound message) {
        Instant now = clock.instant();
        // Never beyond what can be: a clock that is ahead must not hold a window open.
        Instant ends = (message.at().isBefore(now) ? message.at() : now).plus(CustomerWindows.WINDOW);
        return book.find(message.sender())
                .map(sender -> ends.isAfter(now) ? open(sender, message, ends) : result(EventResult.UNCHANGED))
                .orElseGet(() -> result(EventResult.UNKNOWN));
    }

    private Uni<EventResult> open(Sender sender, Notices.Inbound message, Instant ends) {
        PortfolioId portfolio = sender.portfolio();
        return people.named(portfolio, message.from())
                .chain(persons -> each(
                        persons,
                        person -> open(sender, person, ends)
                                .chain(() -> reachable(portfolio, person, ends.minus(CustomerWindows.WINDOW)))))
                .chain(() -> wakes.wake(portfolio, List.of(sender.id())))
                .replaceWith(EventResult.DONE);
    }

    private Uni<Void> open(Sender sender, PersonId person, Instant ends) {
        return committedWindows
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

    /** Records a stop given to WhatsApp, or its end. */
    Uni<EventResult> prefers(Notices.Preference preference) {
        return book.find(preference.sender())
                .map(sender -> people.concerned(sender.portfolio(), preference.person())
                        .chain(persons -> record(sender.portfolio(), persons, preference))
                        .replaceWith(EventResult.DONE))
                .orElseGet(() -> result(EventResult.UNKNOWN));
    }

    private Uni<Void> record(PortfolioId portfolio, Set<PersonId> persons, Notices.Preference preference) {
        Instant now = clock.instant();
        Instant at = preference.at().isBefore(now) ? preference.at() : now;
        return each(
                persons,
                person -> preference.isStop()
                        ? consents.whatsAppStop(portfolio, person, at)
                        : consents.whatsAppResume(portfolio, person, at));
    }

    /** Only slows the number; no message is named, so none is touched. */
    Uni<EventResult> throttled(Notices.Throttle throttle, Instant receivedAt) {
        Instant now = clock.instant();
        if (receivedAt.plus(THROTTLE_IS_NEWS).isBefore(now)) {
            return result(EventResult.UNCHANGED);
        }
        return book.find(throttle.sender())
                .map(sender -> pauses.pause(
                                sender.portfolio(), sender.id(), Reason.THROTTLED, receivedAt, now.plus(SLOW_DOWN))
                        .replaceWith(EventResult.DONE))
                .orElseGet(() -> result(EventResult.UNKNOWN));
    }

    private static <T> Uni<Void> each(Set<T> items, Function<T, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .collect()
                .last();
    }

    private static Uni<EventResult> result(EventResult result) {
        return Uni.createFrom().item(result);
    }
}
