package io.estafet.inbound;

import io.estafet.admission.Pauses;
import io.estafet.directory.NumberHealth;
import io.estafet.message.Reason;
import io.estafet.queue.Wakes;
import io.estafet.reactive.Unis;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** What follows when WhatsApp says how a number or an account is doing. Repeatable. */
@Singleton
record HealthWork(SenderBook book, NumberHealth health, Pauses pauses, Wakes wakes, InstantSource clock) {

    /**
     * The length of a restriction whose end is not given. After it one message probes, and its refusal pauses again.
     */
    private static final Duration RESTRICTION = Duration.ofHours(24);

    Uni<EventResult> healthChanged(WebhookEvents.Health change, Payload payload) {
        List<Sender> numbers = book.ofAccount(change.wabaId()).stream()
                .filter(number -> change.digits().map(number.digits()::equals).orElse(true))
                .toList();
        return Unis.inTurn(numbers, number -> healthChanged(number, change, payload))
                .replaceWith(numbers.isEmpty() ? EventResult.UNKNOWN : EventResult.DONE);
    }

    private Uni<Void> healthChanged(Sender number, WebhookEvents.Health change, Payload payload) {
        return health.note(number.id(), change.quality(), change.status(), payload.happened(change.at()))
                .chain(isNews ->
                        isNews || payload.isRepeated() ? follow(number, change, payload.receivedAt()) : Unis.done());
    }

    /**
     * Quality alone has no effect: a flagged number still sends. Only an event about the account lifts a restriction.
     */
    private Uni<Void> follow(Sender number, WebhookEvents.Health change, Instant receivedAt) {
        Instant until = change.until().orElseGet(() -> clock.instant().plus(RESTRICTION));
        return switch (change.status()) {
            case RESTRICTED, DISABLED ->
                pauses.pause(number.portfolio(), number.id(), Reason.SENDER_RESTRICTED, receivedAt, until);
            case CONNECTED -> change.digits().isEmpty() ? resume(number) : Unis.done();
            case FLAGGED, UNKNOWN -> Unis.done();
        };
    }

    private Uni<Void> resume(Sender number) {
        return pauses.resume(number.portfolio(), number.id(), Reason.SENDER_RESTRICTED)
                .chain(() -> wakes.wake(number.portfolio(), List.of(number.id())));
    }
}
