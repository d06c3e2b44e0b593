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
 * Redis until it is committed and enqueued, or refused: whoever takes it again after a crash commits the same id, which
 * changes nothing. One round at a time on each replica; replicas do not wait for each other.
 *
 * <p>A Redis that comes back older than it was gives entries again that were journalled already. One with an
 * idempotency key is answered by it. One without is known by its place in the line and its bytes: Redis counts every
 * entry that is taken, and loses the count together with the list, so that an entry that comes back has its first place
 * again, and the journal, where a place and its bytes can stand once, refuses it as {@code maybe-duplicate}. Equal
 * entries have places of their own: nothing is refused for being equal only. "Maybe", because an equal entry that was
 * pushed after the loss may stand where the lost one stood. Neither the time of the loss nor the replicas' view of it
 * matters; the journal remembers places for an hour.
 */
@Singleton
final class ListIntake {

    private static final Logger LOG = Logger.getLogger(ListIntake.class);

    /** An empty list is asked with few ids: they are made in vain. */
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

    /** How a round went, which tells when the next one is due. */
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
     * Before they are finished: a crash in between keeps one twice rather than loses it. Those that cannot be kept now
     * come again, and their neighbours are finished.
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
     * @param kept the refused ones as they are kept
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
