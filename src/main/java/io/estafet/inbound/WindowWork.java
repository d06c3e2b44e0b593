package io.estafet.inbound;

import io.estafet.admission.Windows;
import io.estafet.directory.CustomerWindows;
import io.estafet.directory.Projector;
import io.estafet.directory.Suppressions;
import io.estafet.journal.OpenMessage;
import io.estafet.journal.OpenMessages;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.queue.Queue;
import io.estafet.queue.Wakes;
import io.estafet.reactive.Unis;
import io.estafet.recipient.Address;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What follows when people write: their windows with the number are open, they are reachable, and messages to them that
 * wait in the line of a limit go on now, because nothing within a window counts against a limit. Repeatable.
 */
@Singleton
record WindowWork(
        SenderBook book,
        KnownPeople people,
        CustomerWindows committed,
        Windows windows,
        Suppressions suppressions,
        Projector projector,
        OpenMessages messages,
        Queue queue,
        Wakes wakes,
        InboundConfig config,
        InstantSource clock) {

    /** The most messages to one person that leave the line of a limit; more stay in their line, and nothing is lost. */
    private static final int MOST_WAITING = 100;

    /** Works on all messages to a number together, or on fewer at a time after an earlier failure. */
    Uni<Void> wrote(List<WebhookEvents.Inbound> messages, Payload payload, PayloadResult result) {
        Map<Sender, List<Writing>> open = new LinkedHashMap<>();
        Instant now = clock.instant();
        for (WebhookEvents.Inbound message : messages) {
            // Never later than can be: a clock that is ahead must not hold a window open.
            Instant ends = (message.at().isBefore(now) ? message.at() : now).plus(CustomerWindows.WINDOW);
            Optional<Sender> sender = book.find(message.sender());
            if (sender.isEmpty()) {
                result.count(EventKind.MESSAGE, EventResult.UNKNOWN, 1);
            } else if (!ends.isAfter(now)) {
                result.count(EventKind.MESSAGE, EventResult.UNCHANGED, 1);
            } else {
                open.computeIfAbsent(sender.get(), number -> new ArrayList<>()).add(new Writing(message.from(), ends));
            }
        }
        return Unis.atOnce(
                config.concurrency(),
                batches(open, payload.together(messages.size())),
                batch -> PayloadSteps.spared(result, wrote(batch, result)));
    }

    /** @param ends when the window ends that this message opens */
    private record Writing(List<Address> from, Instant ends) {}

    private record Batch(Sender sender, List<Writing> messages) {

        List<List<Address>> names() {
            return messages.stream().map(Writing::from).toList();
        }

        /** The latest end of each person's window. */
        Map<PersonId, Instant> ends(List<Set<PersonId>> persons) {
            Map<PersonId, Instant> ends = new HashMap<>();
            for (int i = 0; i < messages.size(); i++) {
                Instant end = messages.get(i).ends();
                persons.get(i).forEach(person -> ends.merge(person, end, (a, b) -> a.isBefore(b) ? b : a));
            }
            return ends;
        }
    }

    private static List<Batch> batches(Map<Sender, List<Writing>> bySender, int most) {
        List<Batch> batches = new ArrayList<>();
        bySender.forEach((sender, messages) -> {
            Unis.parts(messages, most).forEach(part -> batches.add(new Batch(sender, part)));
        });
        return batches;
    }

    private Uni<Void> wrote(Batch batch, PayloadResult result) {
        Sender sender = batch.sender();
        return people.named(sender.portfolio(), batch.names())
                .map(batch::ends)
                .chain(ends -> wrote(sender, ends, batch.messages().size()))
                .chain(() -> wakes.wake(sender.portfolio(), List.of(sender.id())))
                .invoke(() -> result.count(
                        EventKind.MESSAGE, EventResult.DONE, batch.messages().size()));
    }

    private Uni<Void> wrote(Sender sender, Map<PersonId, Instant> ends, int messages) {
        return open(sender, ends, messages)
                .chain(() -> reachable(sender.portfolio(), ends))
                .chain(() -> letGo(sender, ends.keySet()));
    }

    /** Opens the windows in PostgreSQL first, then in Redis, which also takes slots of the pace. */
    private Uni<Void> open(Sender sender, Map<PersonId, Instant> ends, int messages) {
        return committed
                .open(sender.portfolio(), sender.id(), ends)
                .chain(() -> windows.open(sender.portfolio(), sender.id(), ends, messages));
    }

    /** A person who writes can be reached. */
    private Uni<Void> reachable(PortfolioId portfolio, Map<PersonId, Instant> ends) {
        Map<PersonId, Instant> wrote = new HashMap<>();
        ends.forEach((person, end) -> wrote.put(person, end.minus(CustomerWindows.WINDOW)));
        return suppressions
                .reachable(portfolio, wrote, clock.instant())
                .chain(change -> change.map(projector::project).orElseGet(Unis::done));
    }

    /**
     * Most numbers have no line at a limit. They are spared the question to the journal, which looks into each of its
     * days.
     */
    private Uni<Void> letGo(Sender sender, Set<PersonId> persons) {
        return queue.hasLine(sender.portfolio(), sender.id())
                .chain(has -> has ? letGoInLine(sender, persons) : Unis.done());
    }

    /**
     * The journal records which messages join a line, not which have left it since. The queue releases those that are
     * still in it.
     */
    private Uni<Void> letGoInLine(Sender sender, Set<PersonId> persons) {
        return messages.waitingForLimit(sender.portfolio(), sender.id(), persons, MOST_WAITING)
                .map(waiting -> waiting.stream().map(OpenMessage::id).toList())
                .chain(ids -> queue.release(sender.portfolio(), sender.id(), ids))
                .replaceWithVoid();
    }
}
