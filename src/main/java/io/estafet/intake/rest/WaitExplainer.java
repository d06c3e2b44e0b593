package io.estafet.intake.rest;

import io.estafet.admission.Pauses;
import io.estafet.journal.MessageView;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.queue.WaitReasons;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Explains why a queued message has not been sent yet, where the journal does not know: pauses concern all messages of
 * a number, and waits for the pace or for a busy person pass within seconds. When Redis names no reason, the message is
 * shown as the journal has it.
 */
@Singleton
record WaitExplainer(SenderBook senders, Pauses pauses, WaitReasons waitReasons) {

    private static final Duration REDIS = Duration.ofMillis(300);

    Uni<MessageView> explain(MessageView message) {
        Optional<Sender> sender = senders.find(message.sender());
        if (message.state() != State.QUEUED || sender.isEmpty()) {
            return Uni.createFrom().item(message);
        }
        if (sender.get().paused()) {
            return Uni.createFrom().item(because(message, Reason.SENDER_PAUSED, Optional.empty()));
        }
        return pauses.pauses(message.portfolio(), message.sender())
                .chain(inForce -> explain(message, inForce))
                .ifNoItem()
                .after(REDIS)
                .fail()
                .onFailure()
                .recoverWithItem(message);
    }

    /**
     * Knows only a business' own pause, which is in the books. WhatsApp's pauses are in Redis, which a list does not
     * ask for each message.
     */
    MessageView explainFromMemory(MessageView message) {
        boolean paused = senders.find(message.sender()).filter(Sender::paused).isPresent();
        return message.state() == State.QUEUED && paused
                ? because(message, Reason.SENDER_PAUSED, Optional.empty())
                : message;
    }

    /** The message waits for the pause that ends last; without a pause, for its turn. */
    private Uni<MessageView> explain(MessageView message, Map<Reason, Instant> inForce) {
        Optional<Map.Entry<Reason, Instant>> last =
                inForce.entrySet().stream().max(Comparator.comparing(Map.Entry<Reason, Instant>::getValue));
        return last.map(pause -> Uni.createFrom().item(because(message, pause.getKey(), Optional.of(pause.getValue()))))
                .orElseGet(() -> reason(message));
    }

    private Uni<MessageView> reason(MessageView message) {
        return waitReasons
                .find(message.portfolio(), message.sender(), message.id())
                .map(reason -> reason.map(known -> because(message, known.reason(), known.until()))
                        .orElse(message));
    }

    private static MessageView because(MessageView message, Reason reason, Optional<Instant> until) {
        return new MessageView(
                message.id(),
                message.tenant(),
                message.portfolio(),
                message.sender(),
                message.person(),
                message.address(),
                message.category(),
                message.campaign(),
                message.reference(),
                reason.state(),
                Optional.of(reason),
                until,
                message.attempts(),
                message.wamid(),
                message.acceptedAt(),
                message.expiresAt(),
                message.sentAt(),
                message.timeline());
    }
}
