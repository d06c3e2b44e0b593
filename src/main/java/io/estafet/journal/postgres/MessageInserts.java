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
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final Duration deadline;

    MessageInserts(Database database, Duration deadline) {
        this.database = database;
        this.deadline = deadline;
    }

    /** Answers one for one, in order. */
    Future<List<AcceptResult>> write(List<NewMessage> batch) {
        return database.transaction(connection -> write(connection, batch), deadline);
    }

    /** What the keys stand for, one for one; empty for a key that is free. */
    Future<List<Optional<AcceptResult>>> earlier(List<KeyUse> uses, Instant now) {
        Tuple arguments = new Columns<>(uses)
                .texts(use -> use.tenant().value())
                .texts(use -> use.key().key())
                .tuple()
                .addValue(Columns.time(now));
        return database.run(FIND_LIVE_KEYS, arguments, deadline).map(rows -> {
            Map<KeyName, Owner> owners = new HashMap<>();
            rows.forEach(row -> owners.put(KeyName.of(row), Owner.of(row)));
            return uses.stream()
                    .map(use -> Optional.ofNullable(owners.get(KeyName.of(use))).map(owner -> owner.answer(use.key())))
                    .toList();
        });
    }

    private static Future<List<AcceptResult>> write(SqlConnection connection, List<NewMessage> batch) {
        Map<KeyName, NewMessage> firsts = firstOfEachKey(batch);
        return owners(connection, List.copyOf(firsts.values())).compose(owners -> {
            List<NewMessage> own =
                    batch.stream().filter(a -> isFresh(a, owners)).toList();
            return ListPlaces.take(connection, own).compose(cameBack -> write(connection, batch, owners, cameBack));
        });
    }

    private static Future<List<AcceptResult>> write(
            SqlConnection connection,
            List<NewMessage> batch,
            Map<KeyName, Owner> owners,
            Map<MessageId, AcceptResult> cameBack) {
        List<NewMessage> fresh = batch.stream()
                .filter(a -> isFresh(a, owners) && !cameBack.containsKey(a.id()))
                .toList();
        return insert(connection, fresh)
                .map(states -> batch.stream()
                        .map(a -> Optional.ofNullable(cameBack.get(a.id())).orElseGet(() -> answer(a, owners, states)))
                        .toList());
    }

    /** The first message of each key, sorted by key, so that concurrent intakes lock in one order. */
    private static Map<KeyName, NewMessage> firstOfEachKey(List<NewMessage> batch) {
        Map<KeyName, NewMessage> firsts = new HashMap<>();
        for (NewMessage message : batch) {
            KeyName.of(message).ifPresent(name -> firsts.putIfAbsent(name, message));
        }
        return firsts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    }

    /** The owner of each key after this batch has tried to take it. */
    private static Future<Map<KeyName, Owner>> owners(SqlConnection connection, List<NewMessage> keyed) {
        if (keyed.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        Map<KeyName, Owner> owners = new HashMap<>();
        return connection
                .preparedQuery(TAKE_KEYS)
                .execute(new Columns<>(keyed)
                        .texts(a -> a.tenant().value())
                        .texts(a -> a.idempotencyKey().orElseThrow().key())
                        .bytes(a -> a.idempotencyKey().orElseThrow().bodyHash())
                        .uuids(a -> a.id().value())
                        .times(NewMessage::acceptedAt)
                        .tuple())
                .compose(taken -> {
                    List<KeyName> mine = new ArrayList<>();
                    taken.forEach(row -> mine.add(KeyName.of(row)));
                    keyed.forEach(a -> KeyName.of(a).filter(mine::contains).ifPresent(n -> owners.put(n, Owner.of(a))));
                    return earlierOwners(connection, keyed, owners);
                });
    }

    private static Future<Map<KeyName, Owner>> earlierOwners(
            SqlConnection connection, List<NewMessage> keyed, Map<KeyName, Owner> owners) {
        List<KeyName> others = keyed.stream()
                .flatMap(a -> KeyName.of(a).stream())
                .filter(name -> !owners.containsKey(name))
                .toList();
        if (others.isEmpty()) {
            return Future.succeededFuture(owners);
        }
        return connection
                .preparedQuery(FIND_KEYS)
                .execute(new Columns<>(others)
                        .texts(KeyName::tenant)
                        .texts(KeyName::key)
                        .tuple())
                .map(rows -> {
                    rows.forEach(row -> owners.put(KeyName.of(row), Owner.of(row)));
                    return owners;
                });
    }

    private static boolean isFresh(NewMessage message, Map<KeyName, Owner> owners) {
        return KeyName.of(message)
                .map(owners::get)
                .map(owner -> owner.id().equals(message.id().value()))
                .orElse(true);
    }

    /** The states of messages that were committed before; nearly always empty. */
    private static Future<Map<UUID, State>> insert(SqlConnection connection, List<NewMessage> fresh) {
        if (fresh.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return connection
                .preparedQuery(INSERT)
                .execute(columns(fresh).tuple())
                .compose(inserted -> inserted.rowCount() == fresh.size()
                        ? Future.succeededFuture(Map.<UUID, State>of())
                        : connection
                                .preparedQuery(STATES)
                                .execute(new Columns<>(fresh)
                                        .uuids(a -> a.id().value())
                                        .tuple())
                                .map(MessageInserts::states));
    }

    private static Columns<NewMessage> columns(List<NewMessage> fresh) {
        return new Columns<>(fresh)
                .uuids(a -> a.id().value())
                .texts(a -> a.tenant().value())
                .texts(a -> a.portfolio().value())
                .texts(a -> a.sender().value())
                .longs(a -> a.person().value())
                .texts(NewMessage::address)
                .shorts(a -> a.category().rank())
                .optionalTexts(NewMessage::template)
                .shorts(a -> (int) firstState(a).code())
                .optionalShorts(a -> a.isScheduled() ? Optional.of(Reason.SCHEDULED.ordinal()) : Optional.empty())
                .optionalTimes(a -> a.isScheduled() ? a.sendAt() : Optional.empty())
                .times(NewMessage::acceptedAt)
                .optionalTimes(NewMessage::sendAt)
                .times(NewMessage::expiresAt)
                .optionalTexts(NewMessage::campaign)
                .optionalTexts(NewMessage::reference)
                .bytes(NewMessage::body)
                .optionalTexts(a -> a.fallback().map(Fallback::template))
                .optionalShorts(a -> a.fallback().map(f -> f.category().rank()))
                .optionalBytes(a -> a.fallback().map(Fallback::body));
    }

    private static Map<UUID, State> states(RowSet<Row> rows) {
        Map<UUID, State> states = new HashMap<>();
        rows.forEach(row -> states.put(row.getUUID("id"), State.ofCode(row.getShort("state"))));
        return states;
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
            Buffer hash = row.getBuffer("body_hash");
            return new Owner(row.getUUID("message_id"), hash.getBytes(), State.ofCode(row.getShort("state")));
        }

        AcceptResult answer(IdempotencyKey second) {
            boolean same = Arrays.equals(hash, second.bodyHash());
            return new AcceptResult(same ? Kind.REPLAYED : Kind.KEY_REUSED, new MessageId(id), state);
        }
    }
}
