package io.estafet.journal.postgres;

import io.estafet.message.MessageId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Splits a batch so that no message is twice in one statement: an update touches a row only once and would silently
 * drop the second change. The result is nearly always one batch. Several batches run one after the other, in the order
 * of the items. Within a batch the rows go by id, so that concurrent statements lock them in one order.
 */
final class DistinctBatches<T> {

    private final List<List<Integer>> batches = new ArrayList<>();
    private final List<T> items;

    DistinctBatches(List<T> items, Function<T, MessageId> key) {
        this.items = items;
        Map<MessageId, Integer> seen = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            int batch = seen.merge(key.apply(items.get(i)), 1, Integer::sum) - 1;
            if (batch == batches.size()) {
                batches.add(new ArrayList<>());
            }
            batches.get(batch).add(i);
        }
        batches.forEach(batch -> batch.sort(Comparator.comparing(i -> key.apply(items.get(i)))));
    }

    /** Runs the statement for each batch and puts the answers in the order of the items. */
    <R> Future<List<R>> run(Function<List<T>, Future<List<R>>> statement, R nothing) {
        List<R> answers = new ArrayList<>(Collections.nCopies(items.size(), nothing));
        Future<?> done = Future.succeededFuture();
        for (List<Integer> batch : batches) {
            done = done.compose(before ->
                            statement.apply(batch.stream().map(items::get).toList()))
                    .onSuccess(some -> fill(answers, batch, some));
        }
        return done.map(all -> answers);
    }

    private static <R> void fill(List<R> answers, List<Integer> batch, List<R> some) {
        for (int i = 0; i < batch.size(); i++) {
            answers.set(batch.get(i), some.get(i));
        }
    }
}
