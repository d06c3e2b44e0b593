package io.estafet.journal.postgres;

import io.estafet.journal.AcceptResult;
import io.estafet.journal.AcceptResult.Kind;
import io.estafet.journal.NewMessage;
import io.estafet.journal.NewMessage.ListPlace;
import io.estafet.message.MessageId;
import io.estafet.message.State;
import io.estafet.postgres.Columns;
import io.estafet.postgres.Statements;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds entries of the Redis intake list that were journalled before with another id, because Redis came back older
 * than it was. The primary key decides, so that an entry is also found when it comes back before its first commit.
 */
final class ListPlaces {

    private static final String TAKE = """
            INSERT INTO list_place (place, hash, message_id)
            SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::uuid[])
            ON CONFLICT (place, hash) DO NOTHING""";

    private static final String FIND = """
            SELECT p.place, p.hash, p.message_id, m.state
              FROM unnest($1::bigint[], $2::bigint[]) AS w (place, hash)
              JOIN list_place p ON p.place = w.place AND p.hash = w.hash
              LEFT JOIN message m ON m.id = p.message_id""";

    /**
     * One order for all transactions, so that two intakes with the same entries wait for each other and do not
     * deadlock.
     */
    private static final Comparator<NewMessage> ORDER =
            Comparator.<NewMessage>comparingLong(a -> place(a).place()).thenComparingLong(a -> place(a).hash());

    private ListPlaces() {}

    /**
     * Takes the places of a batch. Answers, by their new ids, the entries that were journalled before; nearly always
     * none.
     */
    static Uni<Map<MessageId, AcceptResult>> take(Statements statements, List<NewMessage> batch) {
        List<NewMessage> placed =
                batch.stream().filter(a -> a.place().isPresent()).sorted(ORDER).toList();
        if (placed.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return statements
                .run(TAKE, columns(placed).uuids(a -> a.id().value()).tuple())
                .chain(taken -> taken.rowCount() == placed.size()
                        ? Uni.createFrom().item(Map.of())
                        : statements.run(FIND, columns(placed).tuple()).map(rows -> cameBack(placed, rows)));
    }

    private static Map<MessageId, AcceptResult> cameBack(List<NewMessage> placed, RowSet<Row> rows) {
        Map<UUID, State> fresh = placed.stream()
                .collect(Collectors.toMap(a -> a.id().value(), MessageInserts::firstState, (one, same) -> one));
        Map<ListPlace, AcceptResult> owners = new HashMap<>();
        rows.forEach(row -> owners.put(new ListPlace(row.getLong("place"), row.getLong("hash")), owner(row, fresh)));
        Map<MessageId, AcceptResult> cameBack = new HashMap<>();
        for (NewMessage message : placed) {
            AcceptResult owner = owners.get(place(message));
            if (owner != null && !owner.id().equals(message.id())) {
                cameBack.put(message.id(), owner);
            }
        }
        return cameBack;
    }

    /** @param fresh the first states of this batch's messages, which are not inserted yet */
    private static AcceptResult owner(Row row, Map<UUID, State> fresh) {
        UUID id = row.getUUID("message_id");
        @Nullable Short code = row.getShort("state");
        // A message of this batch is not inserted yet. Any other message without a row is gone, and nothing will come
        // of it.
        State state = code == null ? fresh.getOrDefault(id, State.CANCELLED) : State.ofCode(code);
        return new AcceptResult(Kind.CAME_BACK, new MessageId(id), state);
    }

    private static Columns<NewMessage> columns(List<NewMessage> placed) {
        return Columns.of(placed).longs(a -> place(a).place()).longs(a -> place(a).hash());
    }

    private static ListPlace place(NewMessage message) {
        return message.place().orElseThrow();
    }
}
