package io.estafet.journal.postgres;

import io.estafet.journal.AcceptResult;
import io.estafet.journal.AcceptResult.Kind;
import io.estafet.journal.Journal.KeyUse;
import io.estafet.journal.NewMessage;
import io.estafet.journal.NewMessage.Fallback;
import io.estafet.journal.NewMessage.IdempotencyKey;
import io.estafet.message.MessageId;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.postgres.Columns;
import io.estafet.postgres.Database;
import io.estafet.postgres.Statements;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Commits accepted messages with their idempotency keys in one transaction. Keys are written first, in one order for
 * all transactions, so that two intakes with the same keys wait for each other and do not deadlock; the second one
 * finds the first one's message committed. The places of the entries of the intake list follow, in one order too.
 */
final class MessageInserts {

    private static final String TAKE_KEYS = """
            INSERT INTO idempotency_key AS k (tenant, key, body_hash, message_id, at)
            SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::uuid[], $5::timestamptz[])
            ON CONFLICT (tenant, key) DO UPDATE
               SET body_hash = excluded.body_hash, message_id = excluded.message_id, at = excluded.at
             WHERE k.at <= excluded.at - interval '24 hours'
            RETURNING tenant, key""";

    /** Includes the state of the first answer, which is given again whatever has become of the message. */
    private static final String FIND_KEYS = """
            SELECT k.tenant, k.key, k.body_hash, k.message_id,
                   (CASE WHEN m.send_at > m.accepted_at THEN %d ELSE %d END)::smallint AS state
              FROM unnest($1::text[], $2::text[]) AS w (tenant, key)
              JOIN idempotency_key k ON k.tenant = w.tenant AND k.key = w.key
              LEFT JOIN message m ON m.id = k.message_id""".formatted(State.HELD.code(), State.QUEUED.code());

    private static final String FIND_LIVE_KEYS = FIND_KEYS + " WHERE k.at > $3::timestamptz - interval '24 hours'";

    private static final String INSERT = """
            INSERT INTO message (id, tenant, portfolio, sender, person, address, category, template, state, reason,
                                 until, accepted_at, send_at, expires_at, campaign, reference, body,
                                 fallback_template, fallback_category, fallback_body)
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[],
                                 $7::smallint[], $8::text[], $9::smallint[], $10::smallint[], $11::timestamptz[],
                                 $12::timestamptz[], $13::timestamptz[], $14::timestamptz[], $15::text[], $16::text[],
                                 $17::bytea[], $18::text[], $19::smallint[], $20::bytea[])
            ON CONFLICT (id) DO NOTHING""";

    private static final String STATES = "SELECT id, state FROM message WHERE id = ANY ($1::uuid[])";

    private final Database database;

    MessageInserts(Database database) {
        this.database = database;
    }

    /** Answers one for one, in order. */
    Uni<List<AcceptResult>> write(List<NewMessage> batch) {
        return database.transaction(statements -> write(statements, batch));
    }

    /** What the keys stand for, one for one; empty for a key that is free. */
    Uni<List<Optional<AcceptResult>>> earlier(List<KeyUse> uses, Instant now) {
        Tuple arguments = Columns.of(uses)
                .texts(use -> use.tenant().value())
                .texts(use -> use.key().key())
                .tuple()
                .addValue(Columns.time(now));
        return database.transaction(FIND_LIVE_KEYS, arguments).map(rows -> {
            Map<KeyName, Owner> owners = new HashMap<>();
            rows.forEach(row -> owners.put(KeyName.of(row), Owner.of(row)));
            return uses.stream()
                    .map(use -> Optional.ofNullable(owners.get(KeyName.of(use))).map(owner -> owner.answer(use.key())))
                    .toList();
        });
    }

    private static Uni<List<AcceptResult>> write(Statements statements, List<NewMessage> batch) {
        return owners(statements, firstOfEachKey(batch)).chain(owners -> {
            List<NewMessage> own =
                    batch.stream().filter(a -> isFresh(a, owners)).toList();
            return ListPlaces.take(statements, own)
                    .chain(cameBack -> insert(statements, own, cameBack)
                            .map(states -> batch.stream()
                                    .map(a -> Optional.ofNullable(cameBack.get(a.id()))
                                            .orElseGet(() -> answer(a, owners, states)))
                                    .toList()));
        });
    }

    /** The first message of each key, sorted by key, so that concurrent intakes lock in one order. */
    private static Map<KeyName, NewMessage> firstOfEachKey(List<NewMessage> batch) {
        Map<KeyName, NewMessage> firsts = new TreeMap<>();
        batch.forEach(message -> KeyName.of(message).ifPresent(name -> firsts.putIfAbsent(name, message)));
        return firsts;
    }

    /** The owner of each key after this batch has tried to take it. */
    private static Uni<Map<KeyName, Owner>> owners(Statements statements, Map<KeyName, NewMessage> firsts) {
        Map<KeyName, Owner> owners = new HashMap<>();
        return firsts.isEmpty()
                ? Uni.createFrom().item(owners)
                : statements
                        .run(TAKE_KEYS, keys(firsts.values()))
                        .invoke(taken -> taken.forEach(row -> {
                            KeyName mine = KeyName.of(row);
                            owners.put(mine, Owner.of(Objects.requireNonNull(firsts.get(mine))));
                        }))
                        .chain(() -> earlierOwners(statements, firsts.keySet(), owners));
    }

    private static Tuple keys(Collection<NewMessage> keyed) {
        return Columns.of(keyed)
                .texts(a -> a.tenant().value())
                .texts(a -> a.idempotencyKey().orElseThrow().key())
                .bytes(a -> a.idempotencyKey().orElseThrow().bodyHash())
                .uuids(a -> a.id().value())
                .times(NewMessage::acceptedAt)
                .tuple();
    }

    private static Uni<Map<KeyName, Owner>> earlierOwners(
            Statements statements, Set<KeyName> names, Map<KeyName, Owner> owners) {
        List<KeyName> others =
                names.stream().filter(name -> !owners.containsKey(name)).toList();
        Tuple wanted =
                Columns.of(others).texts(KeyName::tenant).texts(KeyName::key).tuple();
        return others.isEmpty()
                ? Uni.createFrom().item(owners)
                : statements
                        .run(FIND_KEYS, wanted)
                        .invoke(rows -> rows.forEach(row -> owners.put(KeyName.of(row), Owner.of(row))))
                        .replaceWith(owners);
    }

    private static boolean isFresh(NewMessage message, Map<KeyName, Owner> owners) {
        return KeyName.of(message)
                .map(owners::get)
                .map(owner -> owner.id().equals(message.id().value()))
                .orElse(true);
    }

    /** Inserts those that did not come back. Answers the states of those that were committed before: nearly none. */
    private static Uni<Map<UUID, State>> insert(
            Statements statements, List<NewMessage> own, Map<MessageId, AcceptResult> cameBack) {
        List<NewMessage> fresh =
                own.stream().filter(a -> !cameBack.containsKey(a.id())).toList();
        if (fresh.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return statements
                .run(INSERT, columns(fresh))
                .chain(inserted -> inserted.rowCount() == fresh.size()
                        ? Uni.createFrom().item(Map.of())
                        : statements.run(STATES, ids(fresh)).map(MessageInserts::states));
    }

    private static Tuple ids(List<NewMessage> messages) {
        return Columns.of(messages).uuids(a -> a.id().value()).tuple();
    }

    private static Tuple columns(List<NewMessage> fresh) {
        return Columns.of(fresh)
                .uuids(a -> a.id().value())
                .texts(a -> a.tenant().value())
                .texts(a -> a.portfolio().value())
                .texts(a -> a.sender().value())
                .longs(a -> a.person().value())
                .texts(NewMessage::address)
                .shorts(a -> a.category().rank())
                .texts(a -> a.template().orElse(null))
                .shorts(a -> (int) firstState(a).code())
                .shorts(a -> a.isScheduled() ? Reason.SCHEDULED.ordinal() : null)
                .times(a -> a.isScheduled() ? a.sendAt().orElse(null) : null)
                .times(NewMessage::acceptedAt)
                .times(a -> a.sendAt().orElse(null))
                .times(NewMessage::expiresAt)
                .texts(a -> a.campaign().orElse(null))
                .texts(a -> a.reference().orElse(null))
                .bytes(NewMessage::body)
                .texts(a -> a.fallback().map(Fallback::template).orElse(null))
                .shorts(a -> a.fallback().map(f -> f.category().rank()).orElse(null))
                .bytes(a -> a.fallback().map(Fallback::body).orElse(null))
                .tuple();
    }

    private static Map<UUID, State> states(RowSet<Row> rows) {
        return rows.stream()
                .collect(Collectors.toMap(row -> row.getUUID("id"), row -> State.ofCode(row.getShort("state"))));
    }

    private static AcceptResult answer(NewMessage message, Map<KeyName, Owner> owners, Map<UUID, State> states) {
        Optional<Owner> earlier = KeyName.of(message)
                .flatMap(name -> Optional.ofNullable(owners.get(name)))
                .filter(owner -> !owner.id().equals(message.id().value()));
        if (earlier.isEmpty()) {
            State state = states.getOrDefault(message.id().value(), firstState(message));
            return new AcceptResult(Kind.CREATED, message.id(), state);
        }
        return earlier.get().answer(message.idempotencyKey().orElseThrow());
    }

    static State firstState(NewMessage message) {
        return message.isScheduled() ? State.HELD : State.QUEUED;
    }

    /** An idempotency key and its tenant. */
    private record KeyName(String tenant, String key) implements Comparable<KeyName> {

        private static final Comparator<KeyName> ORDER =
                Comparator.comparing(KeyName::tenant).thenComparing(KeyName::key);

        static Optional<KeyName> of(NewMessage message) {
            return message.idempotencyKey()
                    .map(key -> new KeyName(message.tenant().value(), key.key()));
        }

        static KeyName of(KeyUse use) {
            return new KeyName(use.tenant().value(), use.key().key());
        }

        static KeyName of(Row row) {
            return new KeyName(row.getString("tenant"), row.getString("key"));
        }

        @Override
        public int compareTo(KeyName other) {
            return ORDER.compare(this, other);
        }
    }

    /** The message that a key stands for. */
    private record Owner(UUID id, byte[] hash, State state) {

        static Owner of(NewMessage message) {
            return new Owner(
                    message.id().value(), message.idempotencyKey().orElseThrow().bodyHash(), firstState(message));
        }

        static Owner of(Row row) {
            return new Owner(
                    row.getUUID("message_id"),
                    row.getBuffer("body_hash").getBytes(),
                    State.ofCode(row.getShort("state")));
        }

        AcceptResult answer(IdempotencyKey second) {
            boolean same = Arrays.equals(hash, second.bodyHash());
            return new AcceptResult(same ? Kind.REPLAYED : Kind.KEY_REUSED, new MessageId(id), state);
        }
    }
}
