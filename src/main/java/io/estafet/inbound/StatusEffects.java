package io.estafet.inbound;

import io.estafet.admission.AdmissionConfig;
import io.estafet.admission.Charges;
import io.estafet.consequence.VerdictConsequences;
import io.estafet.consequence.VerdictConsequences.Cause;
import io.estafet.inbound.StatusJudge.Judged;
import io.estafet.journal.OpenMessage;
import io.estafet.journal.OpenMessages;
import io.estafet.journal.StatusMove;
import io.estafet.message.AttemptId;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.State;
import io.estafet.queue.Queue;
import io.estafet.queue.Wakes;
import io.estafet.reactive.Unis;
import io.estafet.recipient.Address;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What follows when statuses have moved messages: charges move or are given back, messages that wait again are
 * enqueued, pauses and other consequences take effect, names are learned. The journal has recorded everything by then,
 * and Redis is brought to the same state. When the work is repeated, Redis is brought to the journal's state of that
 * time.
 */
@Singleton
record StatusEffects(
        SenderBook book,
        Charges charges,
        Queue queue,
        Wakes wakes,
        OpenMessages messages,
        VerdictConsequences consequences,
        KnownPeople people,
        AdmissionConfig admission,
        InboundConfig config) {

    /** The number of tries from which on a lease that has not been given back is no longer waited for. */
    private static final int LOOKS_FOR_LEASE = 3;

    /** @param moves one for one with {@code judged} */
    Uni<Void> follow(List<Judged> judged, List<StatusMove> moves, Payload payload, PayloadResult result) {
        List<Moved> moved = new ArrayList<>();
        List<Judged> unmoved = new ArrayList<>();
        for (int i = 0; i < moves.size(); i++) {
            Optional<StatusMove.Change> change = moves.get(i).change();
            if (change.isPresent()) {
                moved.add(new Moved(judged.get(i), change.get()));
            } else {
                unmoved.add(judged.get(i));
            }
        }
        return side(moved, this::follow)
                .chain(() -> enqueueAgain(waiting(moved), payload, result))
                .chain(() -> payload.isRepeated() ? repeat(unmoved, payload, result) : Unis.done())
                .chain(() -> wake(moved));
    }

    private record Moved(Judged judged, StatusMove.Change change) {
        AttemptId attempt() {
            return judged.update().attempt();
        }
    }

    private Uni<Void> follow(Moved moved) {
        return withdrawn(moved)
                .chain(() -> charge(moved))
                .chain(() -> apply(moved.change().portfolio(), moved.change().person(), moved.judged()))
                .chain(() -> names(moved));
    }

    /** Proof of arrival ends a wait for a new attempt: the message leaves the queue. */
    private Uni<Void> withdrawn(Moved moved) {
        StatusMove.Change change = moved.change();
        return change.from().isWaiting() && change.to() != State.HELD
                ? queue.withdraw(
                                change.portfolio(),
                                moved.judged().status().sender(),
                                Set.of(moved.attempt().message()))
                        .replaceWithVoid()
                : Unis.done();
    }

    private Uni<Void> charge(Moved moved) {
        StatusMove.Change change = moved.change();
        WebhookEvents.Status status = moved.judged().status();
        MessageId message = moved.attempt().message();
        if (moved.judged().update().refund()) {
            return charges.refund(change.portfolio(), status.sender(), change.person(), message);
        }
        boolean arrived = StatusWork.isReceived(change.to()) && change.from() != State.DELIVERED;
        return arrived && change.charged().isPresent()
                ? charges.moveForward(
                        change.portfolio(),
                        status.sender(),
                        change.person(),
                        message,
                        moved.judged().update().at())
                : Unis.done();
    }

    /**
     * Applies the verdict's consequences beyond the message. The number may have been moved since; the person and the
     * template are those that the message was accepted for.
     */
    private Uni<Void> apply(PortfolioId portfolio, PersonId person, Judged judged) {
        Optional<Sender> sender = book.find(judged.status().sender());
        return judged.failed()
                .flatMap(failed -> sender.map(number -> new Cause(
                        number,
                        portfolio,
                        person,
                        failed.message().template(),
                        failed.verdict(),
                        failed.began(judged.update().attempt()),
                        failed.now())))
                .map(cause -> consequences.apply(cause).replaceWithVoid())
                .orElseGet(Unis::done);
    }

    /**
     * Learns the person's other names, once for each message. A phone number that WhatsApp does not rewrite is the one
     * that was dialled.
     */
    private Uni<Void> names(Moved moved) {
        List<Address> names = moved.change().from() == State.DELIVERED
                ? List.of()
                : moved.judged().status().aliases().stream()
                        .filter(StatusEffects::mayBeNews)
                        .toList();
        return names.isEmpty()
                ? Unis.done()
                : people.alsoNamed(moved.change().portfolio(), moved.change().person(), names);
    }

    private static boolean mayBeNews(Address name) {
        return name.kind() == Address.Kind.USER_ID || name.rewrittenIn().isPresent();
    }

    private static List<AttemptId> waiting(List<Moved> moved) {
        return moved.stream()
                .filter(one -> one.change().to() == State.HELD)
                .map(Moved::attempt)
                .toList();
    }

    /** Enqueues messages as the journal has them now. A message that has had a later attempt since is left out. */
    private Uni<Void> enqueueAgain(List<AttemptId> attempts, Payload payload, PayloadResult result) {
        if (attempts.isEmpty()) {
            return Unis.done();
        }
        Set<MessageId> ids = attempts.stream().map(AttemptId::message).collect(Collectors.toSet());
        return messages.find(ids).chain(found -> {
            Map<PortfolioId, List<OpenMessage>> waiting = found.stream()
                    .filter(message -> isOneOf(attempts, message))
                    .collect(Collectors.groupingBy(OpenMessage::portfolio));
            return side(waiting.values(), of -> enqueue(of, payload, result));
        });
    }

    private static boolean isOneOf(List<AttemptId> attempts, OpenMessage message) {
        return attempts.stream().anyMatch(attempt -> StatusJudge.waitsAfter(message, attempt));
    }

    /**
     * When the queue still has a message, its lease is being given back just now, and the message would be gone after
     * that. So the work is repeated when no lease of that time can live.
     */
    private Uni<Void> enqueue(List<OpenMessage> waiting, Payload payload, PayloadResult result) {
        return queue.enqueue(
                        waiting.get(0).portfolio(),
                        waiting.stream().map(OpenMessage::entry).toList())
                .invoke(added -> {
                    if (added < waiting.size() && payload.tries() < LOOKS_FOR_LEASE) {
                        result.repeatAfter(admission.lease().plusSeconds(1));
                    }
                })
                .replaceWithVoid();
    }

    /**
     * The journal moved the messages in an earlier try, and what follows from it may not have happened. It is done now,
     * from the journal's present state.
     */
    private Uni<Void> repeat(List<Judged> unmoved, Payload payload, PayloadResult result) {
        if (unmoved.isEmpty()) {
            return Unis.done();
        }
        Map<MessageId, Judged> byMessage = unmoved.stream()
                .collect(Collectors.toMap(one -> one.update().attempt().message(), Function.identity(), (a, b) -> b));
        List<AttemptId> held = unmoved.stream()
                .filter(one -> one.update().to() == State.HELD || one.update().to() == State.FAILED)
                .map(one -> one.update().attempt())
                .toList();
        return messages.find(byMessage.keySet())
                .chain(found -> side(found, message -> repeat(message, byMessage.get(message.id()))))
                .chain(() -> enqueueAgain(held, payload, result));
    }

    /**
     * Applies the consequences of a failure again, because they may have been lost. Those that were applied then are
     * not applied twice: they are recognized by the time when the request began.
     */
    private Uni<Void> repeat(OpenMessage message, @Nullable Judged judged) {
        if (judged == null || !judged.status().sender().equals(message.sender())) {
            return Unis.done();
        }
        boolean waits = StatusJudge.waitsAfter(message, judged.update().attempt());
        return recharge(message, judged)
                .chain(() -> waits ? apply(message.portfolio(), message.person(), judged) : Unis.done());
    }

    private Uni<Void> recharge(OpenMessage message, Judged judged) {
        if (StatusWork.isReceived(message.state()) && message.countedAt().isPresent()) {
            return charges.moveForward(
                    message.portfolio(),
                    message.sender(),
                    message.person(),
                    message.id(),
                    message.countedAt().get());
        }
        boolean givenBack = message.state() == State.FAILED
                || StatusJudge.waitsAfter(message, judged.update().attempt());
        return givenBack && message.countedAt().isEmpty()
                ? charges.refund(message.portfolio(), message.sender(), message.person(), message.id())
                : Unis.done();
    }

    /** Wakes all numbers of a portfolio, because any of them may use places of a limit that are free again. */
    private Uni<Void> wake(List<Moved> moved) {
        Set<PortfolioId> portfolios = moved.stream()
                .filter(one -> one.judged().failed().isPresent())
                .map(one -> one.change().portfolio())
                .collect(Collectors.toSet());
        return side(portfolios, portfolio -> wakes.wake(portfolio, book.ids(portfolio)));
    }

    /**
     * Does the work side by side, for at most {@link InboundConfig#concurrency()} items at once, which must stay below
     * the pools of Redis and PostgreSQL.
     */
    private <T> Uni<Void> side(Collection<T> items, Function<T, Uni<Void>> work) {
        return Unis.atOnce(config.concurrency(), items, work);
    }
}
