package io.estafet.intake;

import io.estafet.clock.Lateness;
import io.estafet.journal.AcceptResult;
import io.estafet.journal.Journal;
import io.estafet.journal.Journal.KeyUse;
import io.estafet.reactive.Unis;
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
    Uni<Void> answer(IntakeBatch batch, Duration patience) {
        List<Integer> places = batch.refusedWithKey();
        if (places.isEmpty()) {
            return Unis.done();
        }
        long asked = System.nanoTime();
        Uni<Void> answered = journal.earlier(uses(batch, places), clock.instant())
                .ifNoItem()
                .after(patience)
                .fail()
                .invoke(congestion::answered)
                .invoke(earlier -> answer(batch, places, earlier))
                .replaceWithVoid();
        return Unis.recovered(answered, failure -> {
            IntakeCommitter.log("idempotency keys were not looked up", failure);
            batch.end(places, new IntakeResult.Unavailable(congestion.code(failure, asked), config.retryAfter()));
        });
    }

    private static List<KeyUse> uses(IntakeBatch batch, List<Integer> places) {
        return places.stream()
                .map(batch.messages()::get)
                .map(one ->
                        new KeyUse(one.tenant(), one.request().idempotencyKey().orElseThrow()))
                .toList();
    }

    private static void answer(IntakeBatch batch, List<Integer> places, List<Optional<AcceptResult>> earlier) {
        for (int i = 0; i < places.size(); i++) {
            int place = places.get(i);
            earlier.get(i).ifPresent(first -> batch.end(place, IntakeCommitter.result(first)));
        }
    }
}
