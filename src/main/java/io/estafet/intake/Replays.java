package io.estafet.intake;

import io.estafet.clock.Lateness;
import io.estafet.journal.AcceptResult;
import io.estafet.journal.Journal;
import io.estafet.journal.Journal.KeyUse;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Answers a repeated request as the first time, although it would be refused now because its {@code expiresAt} has
 * passed or the directory has changed. Only requests that are refused and have a key are looked up in the journal. The
 * keys of all others are compared at the commit.
 */
final class Replays {

    private final Journal journal;
    private final IntakeConfig config;
    private final InstantSource clock;
    private final Congestion congestion;

    Replays(Journal journal, IntakeConfig config, InstantSource clock, Lateness lateness) {
        this.congestion = new Congestion(lateness, IntakeCode.JOURNAL_AWAY, config.patience());
        this.journal = journal;
        this.config = config;
        this.clock = clock;
    }

    /** Never fails: a request that cannot be looked up may have been accepted, so it is not refused for good. */
    Uni<IntakeBatch> answer(IntakeBatch batch, Duration patience) {
        List<Integer> places = batch.refusedWithKey();
        if (places.isEmpty()) {
            return Uni.createFrom().item(batch);
        }
        List<KeyUse> uses =
                places.stream().map(place -> use(batch.messages().get(place))).toList();
        return Uni.createFrom().deferred(() -> answer(batch, places, uses, patience, System.nanoTime()));
    }

    private Uni<IntakeBatch> answer(
            IntakeBatch batch, List<Integer> places, List<KeyUse> uses, Duration patience, long askedNanos) {
        return journal.earlier(uses, clock.instant())
                .ifNoItem()
                .after(patience)
                .fail()
                .invoke(congestion::answered)
                .invoke(earlier -> answer(batch, places, earlier))
                .onFailure()
                .invoke(failure -> later(batch, places, failure, askedNanos))
                .replaceWith(batch)
                .onFailure()
                .recoverWithItem(batch);
    }

    private static KeyUse use(IncomingMessage message) {
        return new KeyUse(message.tenant(), message.request().idempotencyKey().orElseThrow());
    }

    private static void answer(IntakeBatch batch, List<Integer> places, List<Optional<AcceptResult>> earlier) {
        for (int i = 0; i < places.size(); i++) {
            int place = places.get(i);
            earlier.get(i)
                    .ifPresent(first ->
                            batch.end(place, IntakeCommitter.Answer.of(first).result()));
        }
    }

    private void later(IntakeBatch batch, List<Integer> places, Throwable failure, long askedNanos) {
        IntakeCommitter.log("idempotency keys were not looked up", failure);
        IntakeCode code = congestion.code(failure, askedNanos);
        places.forEach(place -> batch.end(place, new IntakeResult.Unavailable(code, config.retryAfter())));
    }
}
