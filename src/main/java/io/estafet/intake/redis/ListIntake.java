package io.estafet.intake.redis;

import io.estafet.intake.Intake;
import io.estafet.intake.IntakeResult;
import io.estafet.intake.MessageIds;
import io.estafet.intake.RawMessage;
import io.estafet.intake.Refusal;
import io.estafet.intake.Source;
import io.estafet.intake.redis.TakeEntriesScript.Taken;
import io.estafet.message.MessageId;
import io.estafet.reactive.Unis;
import io.estafet.redis.RedisLink;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Moves entries from the Redis list into the journal. An entry gets its id in the script that takes it, and stays in
 * Redis until it is committed and enqueued, or refused. A replica that takes the entry again after a crash commits the
 * same id, which changes nothing. Each replica runs one round at a time; replicas do not wait for each other.
 *
 * <p>A Redis that comes back older than it was hands out entries again that were journalled already. An entry with an
 * idempotency key is answered by its key. An entry without one is recognized by its place in the line and its bytes.
 * Redis counts every entry that is taken, and loses the count together with the list, so that an entry that comes back
 * has its first place again. The journal holds a place with its bytes only once, and refuses the entry as
 * {@code maybe-duplicate}. Equal entries have places of their own: no entry is refused only for being equal to another.
 * "Maybe", because an equal entry that was pushed after the loss may stand where the lost one stood. Neither the time
 * of the loss nor the replicas' view of it matters. The journal remembers places for an hour.
 */
@Singleton
final class ListIntake {

    private static final Logger LOG = Logger.getLogger(ListIntake.class);

    /** The number of ids for an empty list: few, because ids that are not needed are wasted. */
    private static final int IDLE_BATCH = 16;

    private final Intake intake;
    private final MessageIds ids;
    private final InstantSource clock;
    private final ListConfig config;
    private final TakeEntriesScript take;
    private final FinishScript finish;
    private final RefuseScript refuse;
    private volatile int batch = IDLE_BATCH;

    ListIntake(Intake intake, MessageIds ids, InstantSource clock, ListConfig config, RedisLink redis) {
        this.intake = intake;
        this.ids = ids;
        this.clock = clock;
        this.config = config;
        this.take = new TakeEntriesScript(redis);
        this.finish = new FinishScript(redis);
        this.refuse = new RefuseScript(redis);
    }

    /** How a round went; it decides when the next one is due. */
    enum Round {
        /** There was nothing to take. */
        EMPTY,
        /** There may be more. */
        WORKED,
        /** No entry could be accepted now; they wait in Redis. */
        STUCK
    }

    /** Takes entries and commits or refuses them. */
    Uni<Round> round() {
        return take().chain(taken -> taken.isEmpty() ? Uni.createFrom().item(Round.EMPTY) : accept(taken));
    }

    Uni<List<Taken>> take() {
        return Uni.createFrom().deferred(() -> {
            List<MessageId> fresh = Stream.generate(ids::next).limit(batch).toList();
            return take.run(config.lease(), fresh).invoke(this::adapt);
        });
    }

    private void adapt(List<Taken> taken) {
        batch = taken.size() < batch ? Math.min(IDLE_BATCH, config.batch()) : config.batch();
    }

    Uni<Round> accept(List<Taken> taken) {
        List<RawMessage> messages = taken.stream()
                .map(one -> new RawMessage(one.bytes(), one.isCut(), one::message))
                .toList();
        return intake.accept(Source.LIST, messages)
                .map(results -> sort(taken, results))
                .chain(this::keepRefused)
                .call(sorted -> finish.run(config.pause(), sorted.finished(), sorted.again()))
                .map(sorted -> sorted.finished().isEmpty() ? Round.STUCK : Round.WORKED);
    }

    private Sorted sort(List<Taken> taken, List<IntakeResult> results) {
        Sorted sorted = new Sorted(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < taken.size(); i++) {
            Taken one = taken.get(i);
            results.get(i)
                    .match(
                            accepted -> sorted.finished().add(one.id()),
                            refused -> refuse(sorted, one, refused.refusal()),
                            unavailable -> sorted.again().add(one.id()));
        }
        return sorted;
    }

    private boolean refuse(Sorted sorted, Taken taken, Refusal refusal) {
        sorted.kept().add(RefusedEntry.json(taken.bytes(), refusal, clock.instant()));
        return sorted.refused().add(taken.id());
    }

    /**
     * Keeps the refused entries before they are finished: a crash in between keeps an entry twice rather than losing
     * it. When they cannot be kept now, they come again; the other entries are finished all the same.
     */
    private Uni<Sorted> keepRefused(Sorted sorted) {
        if (sorted.refused().isEmpty()) {
            return Uni.createFrom().item(sorted);
        }
        Uni<Void> kept = refuse.run(config.keptRefused(), sorted.kept())
                .invoke(() -> sorted.finished().addAll(sorted.refused()));
        return Unis.recovered(kept, failure -> {
                    LOG.warnf("refused entries of the intake list are not kept yet: %s", failure);
                    sorted.again().addAll(sorted.refused());
                })
                .replaceWith(sorted);
    }

    /**
     * What becomes of the entries of a round.
     *
     * @param kept the refused entries in the form in which they are kept
     */
    private record Sorted(
            List<MessageId> finished, List<MessageId> again, List<MessageId> refused, List<String> kept) {}
}
