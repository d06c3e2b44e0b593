package io.estafet.inbound;

import io.estafet.delivery.AttemptHistory;
import io.estafet.delivery.Verdict;
import io.estafet.delivery.Verdicts;
import io.estafet.journal.OpenMessage;
import io.estafet.journal.OpenMessages;
import io.estafet.journal.StatusUpdate;
import io.estafet.journal.StatusUpdate.Effect;
import io.estafet.message.AttemptId;
import io.estafet.message.MessageId;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Decides what statuses mean: failed ones by the error table and the message's past, the others by their word. */
@Singleton
record StatusJudge(SenderBook book, OpenMessages messages, Verdicts verdicts, InstantSource clock) {

    /**
     * A status as it is written to the journal.
     *
     * @param failed for a failed status: the message as it was before, and the verdict
     */
    record Judged(WebhookEvents.Status status, StatusUpdate update, Optional<Failed> failed) {}

    /** @param now when it was judged */
    record Failed(OpenMessage message, Verdict verdict, Instant now) {

        /**
         * When the request of the attempt began. When the message has had a later attempt, the time is no longer known,
         * and the answer is when the message was accepted.
         */
        Instant began(AttemptId attempt) {
            return message.attempts() == attempt.number()
                    ? message.attemptAt().orElse(now)
                    : Instant.ofEpochMilli(attempt.message().epochMillis());
        }
    }

    /** Judges statuses that name an attempt. A failed status of a message that does not exist is left out. */
    Uni<List<Judged>> judge(List<WebhookEvents.Status> statuses, Instant receivedAt) {
        Set<MessageId> failed = statuses.stream()
                .filter(status -> status.word() == WebhookEvents.Word.FAILED)
                .flatMap(status -> status.attempt().stream())
                .map(AttemptId::message)
                .collect(Collectors.toSet());
        return (failed.isEmpty() ? Uni.createFrom().item(List.<OpenMessage>of()) : messages.find(failed))
                .map(found -> found.stream().collect(Collectors.toMap(OpenMessage::id, Function.identity())))
                .map(found -> statuses.stream()
                        .flatMap(status -> judge(status, found, receivedAt).stream())
                        .toList());
    }

    private Optional<Judged> judge(WebhookEvents.Status status, Map<MessageId, OpenMessage> found, Instant receivedAt) {
        Instant now = clock.instant();
        Instant at = happened(status, receivedAt, now);
        return switch (status.word()) {
            case SENT -> moved(status, State.SENT, at);
            case DELIVERED -> moved(status, State.DELIVERED, at);
            case READ -> moved(status, State.READ, at);
            case FAILED ->
                status.attempt()
                        .map(attempt -> found.get(attempt.message()))
                        .flatMap(message -> failed(status, message, at, now));
        };
    }

    /**
     * The time of a status: never before the message was accepted, nor after now. Beyond these, WhatsApp's clock or the
     * text is wrong.
     */
    private static Instant happened(WebhookEvents.Status status, Instant receivedAt, Instant now) {
        Instant told = status.at().filter(at -> at.isBefore(now)).orElse(receivedAt);
        Instant accepted = status.attempt()
                .map(attempt -> Instant.ofEpochMilli(attempt.message().epochMillis()))
                .orElse(told);
        Instant at = told.isBefore(accepted) ? accepted : told;
        return at.isBefore(now) ? at : now;
    }

    private static Optional<Judged> moved(WebhookEvents.Status status, State to, Instant at) {
        return status.attempt()
                .map(attempt -> StatusUpdate.of(attempt, status.sender(), status.wamid(), to, at))
                .map(update -> new Judged(status, update, Optional.empty()));
    }

    private Optional<Judged> failed(WebhookEvents.Status status, OpenMessage message, Instant at, Instant now) {
        return status.failure()
                .flatMap(failure -> status.attempt().map(attempt -> {
                    Verdict verdict = verdict(failure, message);
                    boolean held = verdict.state() == State.HELD;
                    StatusUpdate update = StatusUpdate.of(attempt, status.sender(), status.wamid(), verdict.state(), at)
                            .explained(verdict.reason(), verdict.retryAfter().map(now::plus), verdict.detail())
                            .with(Effect.USE_FALLBACK, held && verdict.windowClosed())
                            .with(Effect.REFUND, verdict.refund())
                            .with(Effect.COUNTS_AS_TRY, held && verdict.countsAsTry());
                    return new Judged(status, update, Optional.of(new Failed(message, verdict, now)));
                }));
    }

    /** When its number has left the message's portfolio, nobody would take the message there again. */
    private Verdict verdict(WebhookEvents.Failure failure, OpenMessage message) {
        boolean left = book.find(message.sender())
                .filter(number -> !number.portfolio().equals(message.portfolio()))
                .isPresent();
        return left
                ? verdicts.verdictForLastStatus(failure.code(), failure.detail(), past(message))
                : verdicts.verdictForStatus(failure.code(), failure.detail(), past(message));
    }

    /**
     * The message's past without the attempt that is judged. Attempts that were no try ended in throttling or a hold.
     */
    private static AttemptHistory past(OpenMessage message) {
        int tries = message.tries();
        return new AttemptHistory(
                tries,
                Math.max(0, message.attempts() - 1 - tries),
                message.fallbackTemplate().isPresent() && !message.fallbackUsed());
    }

    /** True when the message waits again because of a status about this attempt. */
    static boolean waitsAfter(OpenMessage message, AttemptId attempt) {
        return message.id().equals(attempt.message())
                && message.state() == State.HELD
                && message.attempts() == attempt.number()
                && message.reason().filter(Reason.SCHEDULED::equals).isEmpty();
    }
}
