package io.estafet.reactive;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Collects what many callers want written while earlier statements are under way, and writes it in few statements. An
 * item never waits for others to join it: when a writer is free, the item is written at once.
 *
 * <p>All items of a call are in one statement, so that the call succeeds or fails as a whole. Calls are taken in the
 * order of their arrival, but two statements may overtake each other. A failed statement fails its calls and is not
 * repeated. The exception is a failure that is known to be caused by single items and to have written nothing: then
 * each call is written alone, so that a bad call does not fail its neighbours.
 *
 * <p>Thread-safe: callers may be on any thread. Answers come on the thread where the statement ended.
 *
 * @param <T> what is written
 * @param <R> the answer of one item
 */
public final class GroupCommit<T, R> {

    private final String name;
    private final Bounds bounds;
    private final Function<List<T>, Uni<List<R>>> statement;
    private final Predicate<Throwable> faultOfOneItem;
    private final TimeoutFailures failures;
    private final Deque<Call<T, R>> line = new ArrayDeque<>();
    private volatile long answeredNanos = System.nanoTime();
    private int waiting;
    private int writing;

    /**
     * @param name for failures, such as "intake"
     * @param statement writes items and answers one for one, in order; it must end, so it needs a deadline of its own
     * @param faultOfOneItem true for a failure that single items caused and that wrote nothing
     */
    public GroupCommit(
            String name,
            Bounds bounds,
            Function<List<T>, Uni<List<R>>> statement,
            Predicate<Throwable> faultOfOneItem,
            TimeoutFailures failures) {
        this.name = name;
        this.bounds = bounds;
        this.statement = statement;
        this.faultOfOneItem = faultOfOneItem;
        this.failures = failures;
    }

    /**
     * @param batch the most items in one statement; a single call with more is a statement of its own
     * @param writers the most statements under way at once; must be well below the connections of the pool
     * @param backlog the most items in line; a call beyond it fails at once, unless the line is empty
     * @param patience a call is given up after this time: with nothing written while it is in line, with an unclear
     *     outcome while its statement is under way
     */
    public record Bounds(int batch, int writers, int backlog, Duration patience) {

        public Bounds {
            if (batch < 1 || writers < 1 || backlog < 1) {
                throw new IllegalArgumentException("batch, writers and backlog must be at least 1");
            }
        }
    }

    /**
     * Writes the items; answers one for one, in order. Fails as busy when the line is full, or when the patience ended
     * in line while other statements were answered. Fails as away when the patience ended in line and no statement was
     * answered. Fails as unclear when the patience ended while the statement was under way. Otherwise fails as the
     * statement did.
     */
    public Uni<List<R>> submit(List<T> items) {
        return items.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.createFrom().deferred(() -> submit(new Call<>(List.copyOf(items))));
    }

    /** Items in line now. */
    synchronized int backlog() {
        return waiting;
    }

    private Uni<List<R>> submit(Call<T, R> call) {
        if (!enqueue(call)) {
            String full = name + ": " + bounds.backlog() + " are in line";
            return Uni.createFrom().failure(failures.busy().apply(full, null));
        }
        writeWhatMay();
        return Uni.createFrom()
                .completionStage(call.answer)
                .onCancellation()
                .invoke(() -> abandon(call))
                .ifNoItem()
                .after(bounds.patience())
                .failWith(() -> late(call));
    }

    private synchronized boolean enqueue(Call<T, R> call) {
        if (waiting + call.items.size() > bounds.backlog() && waiting > 0) {
            return false;
        }
        line.add(call);
        waiting += call.items.size();
        return true;
    }

    /** Removes a call that nobody waits for any more from the line; does nothing when its statement has begun. */
    private synchronized void abandon(Call<T, R> call) {
        if (line.remove(call)) {
            waiting -= call.items.size();
        }
    }

    private synchronized Throwable late(Call<T, R> call) {
        abandon(call);
        return call.started
                ? failures.unclear(name, bounds.patience())
                : failures.late(answeredNanos - call.sinceNanos > 0, name, bounds.patience());
    }

    private void writeWhatMay() {
        for (List<Call<T, R>> batch = next(); batch != null; batch = next()) {
            write(batch).subscribe().with(done -> ended());
        }
    }

    private synchronized @Nullable List<Call<T, R>> next() {
        if (writing == bounds.writers() || line.isEmpty()) {
            return null;
        }
        List<Call<T, R>> batch = new ArrayList<>();
        int size = 0;
        for (Call<T, R> call = line.peek(); call != null; call = line.peek()) {
            size += call.items.size();
            if (size > bounds.batch() && !batch.isEmpty()) {
                break;
            }
            call.started = true;
            waiting -= call.items.size();
            batch.add(line.remove());
        }
        writing++;
        return batch;
    }

    private void ended() {
        synchronized (this) {
            writing--;
        }
        writeWhatMay();
    }

    /** Answers each call of the batch; does not fail itself. */
    private Uni<Void> write(List<Call<T, R>> batch) {
        List<T> items = batch.stream().flatMap(call -> call.items.stream()).toList();
        Uni<Void> written = Uni.createFrom()
                .deferred(() -> statement.apply(items))
                .invoke(() -> answeredNanos = System.nanoTime())
                .invoke(answers -> complete(batch, items, answers))
                .replaceWithVoid()
                .onFailure(failure -> batch.size() > 1 && faultOfOneItem.test(failure))
                .recoverWithUni(() -> Unis.inTurn(batch, call -> write(List.of(call))));
        return Unis.recovered(written, failure -> batch.forEach(call -> call.answer.completeExceptionally(failure)));
    }

    private void complete(List<Call<T, R>> batch, List<T> items, List<R> answers) {
        if (answers.size() != items.size()) {
            throw new IllegalStateException(name + ": " + answers.size() + " answers to " + items.size() + " items");
        }
        int from = 0;
        for (Call<T, R> call : batch) {
            int to = from + call.items.size();
            call.answer.complete(List.copyOf(answers.subList(from, to)));
            from = to;
        }
    }

    private static final class Call<T, R> {
        private final List<T> items;
        private final long sinceNanos = System.nanoTime();
        private final CompletableFuture<List<R>> answer = new CompletableFuture<>();
        private volatile boolean started;

        Call(List<T> items) {
            this.items = items;
        }
    }
}
