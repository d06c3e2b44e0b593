package io.estafet.postgres;

import io.estafet.clock.LastTime;
import io.estafet.journal.JournalBusyException;
import io.estafet.journal.JournalUnavailableException;
import io.estafet.journal.OutcomeUnclearException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
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
    private final Function<List<T>, CompletionStage<List<R>>> writer;
    private final Predicate<Throwable> faultOfOneItem;
    private final Deque<Call<T, R>> line = new ArrayDeque<>();
    private final LastTime answered = new LastTime();
    private int waiting;
    private int writing;

    /**
     * @param name for failures, such as "intake"
     * @param writer writes items and answers one for one, in order; it must end, so it needs a deadline of its own
     * @param faultOfOneItem true for a failure that single items caused and that wrote nothing
     */
    public GroupCommit(
            String name,
            Bounds bounds,
            Function<List<T>, CompletionStage<List<R>>> writer,
            Predicate<Throwable> faultOfOneItem) {
        this.name = name;
        this.bounds = bounds;
        this.writer = writer;
        this.faultOfOneItem = faultOfOneItem;
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
     * Writes the items; answers one for one, in order. Fails with {@link JournalBusyException} when the line is full,
     * or when the patience ended in line while other statements were answered. Fails with
     * {@link JournalUnavailableException} when the patience ended in line and no statement was answered. Fails with
     * {@link OutcomeUnclearException} when the patience ended while the statement was under way. Otherwise fails as the
     * statement did.
     */
    public Uni<List<R>> submit(List<T> items) {
        if (items.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return Uni.createFrom().deferred(() -> submit(new Call<>(List.copyOf(items))));
    }

    /** Items in line now. */
    public synchronized int backlog() {
        return waiting;
    }

    private Uni<List<R>> submit(Call<T, R> call) {
        return Uni.createFrom()
                .<List<R>>emitter(emitter -> enqueue(call, emitter))
                .ifNoItem()
                .after(bounds.patience())
                .failWith(() -> late(call));
    }

    private void enqueue(Call<T, R> call, UniEmitter<? super List<R>> emitter) {
        call.emitter = emitter;
        emitter.onTermination(() -> abandon(call));
        if (add(call)) {
            writeWhatMay();
        } else {
            emitter.fail(new JournalBusyException(name + ": " + bounds.backlog() + " are in line", null));
        }
    }

    private synchronized boolean add(Call<T, R> call) {
        if (waiting + call.items.size() > bounds.backlog() && waiting > 0) {
            return false;
        }
        line.add(call);
        waiting += call.items.size();
        return true;
    }

    /** Removes a call that nobody waits for any more from the line; does nothing when its statement has begun. */
    private synchronized void abandon(Call<T, R> call) {
        if (!call.started && line.remove(call)) {
            waiting -= call.items.size();
        }
    }

    private synchronized Throwable late(Call<T, R> call) {
        abandon(call);
        TimeoutException timeout = new TimeoutException(name + ": no answer within " + bounds.patience());
        if (call.started) {
            return new OutcomeUnclearException(timeout);
        }
        return answered.isSince(call.sinceNanos)
                ? new JournalBusyException("nothing was written", timeout)
                : new JournalUnavailableException("nothing was written", timeout);
    }

    private void writeWhatMay() {
        for (List<Call<T, R>> batch = next(); batch != null; batch = next()) {
            write(batch);
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

    private void write(List<Call<T, R>> batch) {
        List<T> items = new ArrayList<>();
        batch.forEach(call -> items.addAll(call.items));
        attempt(items).whenComplete((answers, failure) -> {
            if (failure == null) {
                answered.note();
            }
            if (failure != null && batch.size() > 1 && faultOfOneItem.test(cause(failure))) {
                writeAlone(batch.iterator());
            } else {
                settle(batch, answers, failure);
                ended();
            }
        });
    }

    private void writeAlone(Iterator<Call<T, R>> calls) {
        if (!calls.hasNext()) {
            ended();
            return;
        }
        Call<T, R> call = calls.next();
        attempt(call.items).whenComplete((answers, failure) -> {
            settle(List.of(call), answers, failure);
            writeAlone(calls);
        });
    }

    private CompletionStage<List<R>> attempt(List<T> items) {
        try {
            return writer.apply(items).thenApply(answers -> checked(items, answers));
        } catch (RuntimeException bug) {
            return CompletableFuture.failedFuture(bug);
        }
    }

    private List<R> checked(List<T> items, List<R> answers) {
        if (answers.size() != items.size()) {
            throw new IllegalStateException(name + ": " + answers.size() + " answers to " + items.size() + " items");
        }
        return answers;
    }

    private void settle(List<Call<T, R>> batch, List<R> answers, @Nullable Throwable failure) {
        int from = 0;
        for (Call<T, R> call : batch) {
            UniEmitter<? super List<R>> emitter = call.emitter;
            if (emitter == null) {
                throw new IllegalStateException("a call in line has an emitter");
            } else if (failure == null) {
                emitter.complete(List.copyOf(answers.subList(from, from + call.items.size())));
            } else {
                emitter.fail(cause(failure));
            }
            from += call.items.size();
        }
    }

    private void ended() {
        synchronized (this) {
            writing--;
        }
        writeWhatMay();
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof java.util.concurrent.CompletionException && cause != null ? cause : failure;
    }

    private static final class Call<T, R> {
        private final List<T> items;
        private final long sinceNanos = System.nanoTime();
        private volatile @Nullable UniEmitter<? super List<R>> emitter;
        private volatile boolean started;

        Call(List<T> items) {
            this.items = items;
        }
    }
}
