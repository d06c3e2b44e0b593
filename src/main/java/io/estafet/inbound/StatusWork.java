package io.estafet.inbound;

import io.estafet.inbound.StatusJudge.Judged;
import io.estafet.message.State;
import io.estafet.outcome.StatusMove;
import io.estafet.outcome.Statuses;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Statuses: judged, told to the journal, and then what follows from those that moved a message. Repeatable. */
@Singleton
final class StatusWork {

    private final SenderBook book;
    private final StatusJudge judge;
    private final Statuses statuses;
    private final StatusSequel sequel;

    StatusWork(SenderBook book, StatusJudge judge, Statuses statuses, StatusSequel sequel) {
        this.book = book;
        this.judge = judge;
        this.statuses = statuses;
        this.sequel = sequel;
    }

    /** Tells the journal of all of them in one call, of fewer when it failed before. */
    Uni<Void> work(List<Notices.Status> all, Payload payload, Tally tally) {
        List<Notices.Status> ours =
                all.stream().filter(status -> isOurs(status, tally)).toList();
        return Multi.createFrom()
                .iterable(chunks(ours, payload.together(all.size())))
                .onItem()
                .transformToUniAndConcatenate(chunk -> PayloadSteps.spared(tally, chunk(chunk, payload, tally)))
                .collect()
                .last();
    }

    /** Messages that others send from the same number, by hand or by another program, are no concern of ours. */
    private boolean isOurs(Notices.Status status, Tally tally) {
        if (book.find(status.sender()).isEmpty()) {
            tally.unknown(EventKind.STATUS);
            return false;
        }
        if (status.attempt().isEmpty()) {
            tally.count(EventKind.STATUS, EventResult.IGNORED);
        }
        return status.attempt().isPresent();
    }

    private Uni<Void> chunk(List<Notices.Status> chunk, Payload payload, Tally tally) {
        return judge.judge(chunk, payload.receivedAt())
                .invoke(judged -> leftOut(chunk.size() - judged.size(), tally))
                .chain(judged -> apply(judged, payload, tally));
    }

    private Uni<Void> apply(List<Judged> judged, Payload payload, Tally tally) {
        return statuses.apply(judged.stream().map(Judged::update).toList())
                .invoke(moves -> moves.forEach(move -> count(move, tally)))
                .chain(moves -> sequel.follow(judged, moves, payload, tally));
    }

    private static void leftOut(int items, Tally tally) {
        for (int i = 0; i < items; i++) {
            tally.count(EventKind.STATUS, EventResult.IGNORED);
        }
    }

    private static void count(StatusMove move, Tally tally) {
        tally.count(EventKind.STATUS, move.change().isPresent() ? EventResult.DONE : EventResult.UNCHANGED);
    }

    private static List<List<Notices.Status>> chunks(List<Notices.Status> statuses, int most) {
        List<List<Notices.Status>> chunks = new ArrayList<>();
        for (int from = 0; from < statuses.size(); from += most) {
            chunks.add(statuses.subList(from, Math.min(statuses.size(), from + most)));
        }
        return chunks;
    }

    /** True for a state that a message is in because it reached its person. */
    static boolean isReceived(State state) {
        return state == State.DELIVERED || state == State.READ;
    }
}
