package io.estafet.intake;

import io.estafet.message.PortfolioId;
import io.estafet.reactive.GroupCommit;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * Gathers single messages of a portfolio that come at the same time into batches: a batch costs little more than a
 * message. While batches are under way, the next messages wait in line. A message whose turn comes too late, or that
 * finds the line full, is refused before anything is done for it. Thread-safe.
 */
final class SingleMessages {

    /** The most messages of one batch: some ten milliseconds of work, so that nobody behind it waits long. */
    private static final int BATCH = 256;
    /** The most batches of one portfolio at once: one reads while the other writes. */
    private static final int BATCHES = 2;

    private final PerPortfolio<Waiting, IntakeResult> line;
    private final Function<List<IncomingMessage>, Uni<List<IntakeResult>>> batch;
    private final IntakeMeters meters;
    private final IntakeConfig config;
    /**
     * The code for messages that have waited too long: the away code of the last batch, or busy. When a line waits for
     * a server that is away, the cause is not this replica.
     */
    private volatile IntakeCode codeForLate = IntakeCode.BUSY;

    /** @param batch accepts messages together; answers one for one */
    SingleMessages(
            Function<List<IncomingMessage>, Uni<List<IntakeResult>>> batch, IntakeMeters meters, IntakeConfig config) {
        this.batch = batch;
        this.meters = meters;
        this.config = config;
        // The wait in line and the processing each have an end of their own; the last bound is for mistakes.
        GroupCommit.Bounds bounds = new GroupCommit.Bounds(
                BATCH,
                BATCHES,
                config.waiting(),
                config.waitingPatience().plus(config.patience()).multipliedBy(2));
        this.line = new PerPortfolio<>("single messages", bounds, (portfolio, turn) -> accept(turn));
    }

    Uni<IntakeResult> accept(PortfolioId portfolio, IncomingMessage message) {
        return Uni.createFrom()
                .deferred(() -> line.submit(portfolio, List.of(new Waiting(message, System.nanoTime()))))
                .map(results -> results.get(0))
                .onFailure(failure -> IntakeCode.ofJournal(failure).isPresent())
                .recoverWithItem(failure ->
                        later(message.source(), IntakeCode.ofJournal(failure).orElseThrow()));
    }

    private Uni<List<IntakeResult>> accept(List<Waiting> turn) {
        long now = System.nanoTime();
        List<IncomingMessage> inTime = turn.stream()
                .filter(waiting -> !isLate(waiting, now))
                .map(Waiting::message)
                .toList();
        return batch.apply(inTime).invoke(this::remember).map(results -> inOrder(turn, now, results.iterator()));
    }

    private List<IntakeResult> inOrder(List<Waiting> turn, long now, Iterator<IntakeResult> results) {
        List<IntakeResult> all = new ArrayList<>(turn.size());
        for (Waiting waiting : turn) {
            all.add(isLate(waiting, now) ? later(waiting.message().source(), codeForLate) : results.next());
        }
        return all;
    }

    private void remember(List<IntakeResult> results) {
        results.forEach(result -> codeForLate = result.match(
                accepted -> IntakeCode.BUSY, refused -> codeForLate, unavailable -> codeForLate(unavailable.code())));
    }

    private static IntakeCode codeForLate(IntakeCode code) {
        return code == IntakeCode.JOURNAL_AWAY || code == IntakeCode.REDIS_AWAY ? code : IntakeCode.BUSY;
    }

    private boolean isLate(Waiting waiting, long now) {
        return now - waiting.sinceNanos() > config.waitingPatience().toNanos();
    }

    private IntakeResult later(Source source, IntakeCode code) {
        meters.refused(source, code);
        return new IntakeResult.Unavailable(code, config.retryAfter());
    }

    private record Waiting(IncomingMessage message, long sinceNanos) {}
}
