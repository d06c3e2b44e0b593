package io.estafet.journal.postgres;

import io.estafet.message.MessageId;
import io.estafet.postgres.Columns;
import io.estafet.postgres.Database;
import io.estafet.reactive.Unis;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A statement that changes many messages, one for each of its items. It returns a row for each change that was made;
 * {@code ord} in the row is the place of the item, counted from 1.
 *
 * <p>No message is twice in one run of the statement: an update touches a row only once and would silently drop the
 * second change. A batch is nearly always one run. Several runs come one after the other, in the order of the items.
 * Within a run the rows go by id, so that concurrent statements lock them in one order.
 *
 * @param message the message that an item changes
 * @param columns the arguments
 * @param unchanged the answer for an item whose message was not changed
 * @param changed the answer for an item and its row
 */
record MessageUpdate<T, R>(
        String sql,
        Function<T, MessageId> message,
        Function<List<T>, Columns<T>> columns,
        Function<T, R> unchanged,
        BiFunction<T, Row, R> changed) {

    /** Answers one for one, in the order of the items. */
    Uni<List<R>> write(Database database, List<T> items) {
        List<R> answers = items.stream().map(unchanged).collect(Collectors.toCollection(ArrayList::new));
        return Unis.inTurn(runs(items), run -> write(database, items, run, answers))
                .replaceWith(answers);
    }

    private Uni<Void> write(Database database, List<T> items, List<Integer> run, List<R> answers) {
        List<T> some = run.stream().map(items::get).toList();
        return database.transaction(sql, columns.apply(some).tuple())
                .invoke(rows -> rows.forEach(row -> {
                    int item = run.get((int) (row.getLong("ord") - 1));
                    answers.set(item, changed.apply(items.get(item), row));
                }))
                .replaceWithVoid();
    }

    /** The places of the items of each run. */
    private List<List<Integer>> runs(List<T> items) {
        List<List<Integer>> runs = new ArrayList<>();
        Map<MessageId, Integer> seen = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            int run = seen.merge(message.apply(items.get(i)), 1, Integer::sum) - 1;
            if (run == runs.size()) {
                runs.add(new ArrayList<>());
            }
            runs.get(run).add(i);
        }
        runs.forEach(run -> run.sort(Comparator.comparing(i -> message.apply(items.get(i)))));
        return runs;
    }
}
