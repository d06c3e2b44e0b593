package io.estafet.inbound;

import io.estafet.inbound.StatusJudge.Judged;
import io.estafet.journal.StatusMove;
import io.estafet.journal.Statuses;
import io.estafet.message.State;
import io.estafet.reactive.Unis;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Judges statuses, writes them to the journal, and then does what follows from those that moved a message. Repeatable.
 */
@Singleton
record StatusWork(SenderBook book, StatusJudge judge, Statuses statuses, StatusEffects effects) {

    /** Writes all of them to the journal in one call, or in smaller calls after an earlier failure. */
    Uni<Void> work(List<WebhookEvents.Status> all, Payload payload, PayloadResult result) {
        List<WebhookEvents.Status> ours =
                all.stream().filter(status -> isOurs(status, result)).toList();
        return Unis.inTurn(
                Unis.parts(ours, payload.together(all.size())),
                part -> PayloadSteps.spared(result, apply(part, payload, result)));
    }

    /** Statuses of messages that others send from the same number, by hand or by another program, are left out. */
    private boolean isOurs(WebhookEvents.Status status, PayloadResult result) {
        if (book.find(status.sender()).isEmpty()) {
            result.count(EventKind.STATUS, EventResult.UNKNOWN, 1);
            return false;
        }
        if (status.attempt().isEmpty()) {
            result.count(EventKind.STATUS, EventResult.IGNORED, 1);
        }
        return status.attempt().isPresent();
    }

    private Uni<Void> apply(List<WebhookEvents.Status> part, Payload payload, PayloadResult result) {
        return judge.judge(part, payload.receivedAt())
                .invoke(judged -> result.count(EventKind.STATUS, EventResult.IGNORED, part.size() - judged.size()))
                .chain(judged -> write(judged, payload, result));
    }

    private Uni<Void> write(List<Judged> judged, Payload payload, PayloadResult result) {
        return statuses.apply(judged.stream().map(Judged::update).toList())
                .invoke(moves -> moves.forEach(move -> count(move, result)))
                .chain(moves -> effects.follow(judged, moves, payload, result));
    }

    private static void count(StatusMove move, PayloadResult result) {
        result.count(EventKind.STATUS, move.change().isPresent() ? EventResult.DONE : EventResult.UNCHANGED, 1);
    }

    /** True for a state that shows that the message has reached its person. */
    static boolean isReceived(State state) {
        return state == State.DELIVERED || state == State.READ;
    }
}
