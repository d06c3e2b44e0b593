package io.estafet.inbound;

import io.estafet.inbound.StatusJudge.Judged;
import io.estafet.journal.StatusMove;
import io.estafet.journal.Statuses;
import io.estafet.message.State;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges statuses, writes them to the journal, and then does what follows from those that moved a message. Repeatable.
 */
@Singleton
final class StatusWork {

    private final SenderBook book;
    private final StatusJudge judge;
    private final Statuses statuses;
    private final StatusEffects effects;

    StatusWork(SenderBook book, StatusJudge judge, Statuses statuses, StatusEffects effects) {
        this.book = book;
        this.judge = judge;
        this.statuses = statuses;
        this.effects = effects;
    }

    /** Writes all of them to the journal in one call, or in smaller calls after an earlier failure. */
    Uni<Void> work(List<WebhookEvents.Status> all, Payload payload, PayloadResult result) {
        List<WebhookEvents.Status> ours =
                all.stream().filter(status -> isOurs(status, result)).toList();
        return Multi.createFrom()
                .iterable(chunks(ours, payload.together(all.size())))
                .onItem()
                .transformToUniAndConcatenate(chunk -> PayloadSteps.spared(result, chunk(chunk, payload, result)))
                .collect()
                .last();
    }

    /** Statuses of messages that others send from the same number, by hand or by another program, are left out. */
    private boolean isOurs(WebhookEvents.Status status, PayloadResult result) {
        if (book.find(status.sender()).isEmpty()) {
            result.unknown(EventKind.STATUS);
            return false;
        }
        if (status.attempt().isEmpty()) {
            result.count(EventKind.STATUS, EventResult.IGNORED);
        }
        return status.attempt().isPresent();
    }

    private Uni<Void> chunk(List<WebhookEvents.Status> chunk, Payload payload, PayloadResult result) {
        return judge.judge(chunk, payload.receivedAt())
                .invoke(judged -> leftOut(chunk.size() - judged.size(), result))
                .chain(judged -> apply(judged, payload, result));
    }

    private Uni<Void> apply(List<Judged> judged, Payload payload, PayloadResult result) {
        return statuses.apply(judged.stream().map(Judged::update).toList())
                .invoke(moves -> moves.forEach(move -> count(move, result)))
                .chain(moves -> effects.follow(judged, moves, payload, result));
    }

    private static void leftOut(int items, PayloadResult result) {
        for (int i = 0; i < items; i++) {
            result.count(EventKind.STATUS, EventResult.IGNORED);
        }
    }

    private static void count(StatusMove move, PayloadResult result) {
        result.count(EventKind.STATUS, move.change().isPresent() ? EventResult.DONE : EventResult.UNCHANGED);
    }

    private static List<List<WebhookEvents.Status>> chunks(List<WebhookEvents.Status> statuses, int most) {
        List<List<WebhookEvents.Status>> chunks = new ArrayList<>();
        for (int from = 0; from < statuses.size(); from += most) {
            chunks.add(statuses.subList(from, Math.min(statuses.size(), from + most)));
        }
        return chunks;
    }

    /** True for a state that shows that the message has reached its person. */
    static boolean isReceived(State state) {
        return state == State.DELIVERED || state == State.READ;
    }
}
