package io.estafet.intake.redis;

import io.estafet.intake.IncomingMessage;
import io.estafet.intake.Intake;
import io.estafet.intake.IntakeMeters;
import io.estafet.intake.IntakeResult;
import io.estafet.intake.MessageIds;
import io.estafet.intake.ParsedMessage;
import io.estafet.intake.Parsing;
import io.estafet.intake.Refusal;
import io.estafet.intake.RequestParser;
import io.estafet.intake.Source;
import io.estafet.intake.redis.TakeEntriesScript.Taken;
import io.estafet.message.MessageId;
import io.estafet.redis.RedisLink;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private final IntakeMeters meters;
    private final MessageIds ids;
    private final InstantSource clock;
    private final ListConfig config;
    private final TakeEntriesScript take;
    private final FinishScript finish;
    private final RefuseScript refuse;
    private volatile int batch = IDLE_BATCH;

    ListIntake(
            Intake intake,
            IntakeMeters meters,
            MessageIds ids,
            InstantSource clock,
            ListConfig config,
            RedisLink redis) {
        this.intake = intake;
        this.meters = meters;
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
        List<Read> reads = taken.stream().map(this::read).toList();
        List<IncomingMessage> messages = reads.stream()
                .flatMap(read ->
                        read.request().stream().map(request -> read.taken().message(request)))
                .toList();
        return intake.accept(messages)
                .map(results -> sort(reads, results))
                .chain(this::keepRefused)
                .call(sorted -> finish.run(config.pause(), sorted.finished(), sorted.again()))
                .map(sorted -> sorted.finished().isEmpty() ? Round.STUCK : Round.WORKED);
    }

    private Read read(Taken taken) {
        Parsing parsing = taken.isCut()
                ? new Parsing.Refused(RequestParser.tooLarge())
                : RequestParser.parse(Source.LIST, taken.bytes());
        return parsing.match(
                request -> new Read(taken, Optional.of(request), Optional.empty()), refusal -> refused(taken, refusal));
    }

    private Read refused(Taken taken, Refusal refusal) {
        meters.refused(Source.LIST, refusal.code());
        return new Read(taken, Optional.empty(), Optional.of(refusal));
    }

    private Sorted sort(List<Read> reads, List<IntakeResult> results) {
        Sorted sorted = new Sorted(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        int next = 0;
        for (Read read : reads) {
            if (read.refusal().isPresent()) {
                refuse(sorted, read.taken(), read.refusal().get());
            } else {
                sort(sorted, read.taken(), results.get(next++));
            }
        }
        return sorted;
    }

    private void sort(Sorted sorted, Taken taken, IntakeResult result) {
        result.match(
                accepted -> sorted.finished().add(taken.id()),
                refused -> refuse(sorted, taken, refused.refusal()),
                unavailable -> sorted.again().add(taken.id()));
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
        return refuse.run(config.keptRefused(), sorted.kept())
                .replaceWith(sorted::refusedFinished)
                .onFailure()
                .invoke(failure -> LOG.warnf("refused entries of the intake list are not kept yet: %s", failure))
                .onFailure()
                .recoverWithItem(sorted::refusedAgain);
    }

    /** An entry that was read: a message or what is wrong with it. */
    private record Read(Taken taken, Optional<ParsedMessage> request, Optional<Refusal> refusal) {}

    /**
     * What becomes of the entries of a round.
     *
     * @param kept the refused entries in the form in which they are kept
     */
    private record Sorted(List<MessageId> finished, List<MessageId> again, List<MessageId> refused, List<String> kept) {

        Sorted refusedFinished() {
            finished.addAll(refused);
            return this;
        }

        Sorted refusedAgain() {
            again.addAll(refused);
            return this;
        }
    }
}
