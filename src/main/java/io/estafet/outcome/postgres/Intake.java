package io.estafet.outcome.postgres;

import io.estafet.message.MessageId;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.outcome.Acceptance;
import io.estafet.outcome.Acceptance.Fallback;
import io.estafet.outcome.Acceptance.IdempotencyKey;
import io.estafet.outcome.Accepted;
import io.estafet.outcome.Accepted.Kind;
import io.estafet.outcome.Journal.KeyUse;
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
 * Commits accepted messages with their idempotency keys in one transaction. Keys are written first and in one order for
 * all, so that two intakes with the same keys wait for each other and do not deadlock; who comes second finds the
 * first's message committed. Then the places of the entries of the intake list, in one order too.
 */
final class Intake {

    private static final String TAKE_KEYS = """
            INSERT INTO idempotency_key AS k (tenant, key, body_hash, message_id, at)
            SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::uuid[], $5::timestamptz[])
            ON CONFLICT (tenant, key) DO UPDATE
               SET body_hash = excluded.body_hash, message_id = excluded.message_id, at = excluded.at
             WHERE k.at <= excluded.at - interval '24 hours'
            RETURNING tenant, key""";

    /** With the state of the first answer, which is given again whatever has become of the message. */
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

    Intake(Database database, Duration deadline) {
        this.database = database;
        this.deadline = deadline;
    }

    /** Answers one for one, in order. */
    Future<List<Accepted>> write(List<Acceptance> batch) {
        return database.transaction(connection -> write(connection, batch), deadline);
    }

    /** What keys stand for, one for one; empty for one that is free. */
    Future<List<Optional<Accepted>>> earlier(List<KeyUse> uses, Instant now) {
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

    private static Future<List<Accepted>> write(SqlConnection connection, List<Acceptance> batch) {
        Map<KeyName, Acceptance> firsts = firstOfEachKey(batch);
        return owners(connection, List.copyOf(firsts.values())).compose(owners -> {
            List<Acceptance> own =
                    batch.stream().filter(a -> isFresh(a, owners)).toList();
            return ListPlaces.take(connection, own).compose(cameBack -> write(connection, batch, owners, cameBack));
        });
    }

    private static Future<List<Accepted>> write(
            SqlConnection connection,
            List<Acceptance> batch,
            Map<KeyName, Owner> owners,
            Map<MessageId, Accepted> cameBack) {
        List<Acceptance> fresh = batch.stream()
                .filter(a -> isFresh(a, owners) && !cameBack.containsKey(a.id()))
                .toList();
        return insert(connection, fresh)
                .map(states -> batch.stream()
                        .map(a -> Optional.ofNullable(cameBack.get(a.id())).orElseGet(() -> answer(a, owners, states)))
                        .toList());
    }

    /** Sorted by key, so that concurrent intakes lock in one order. */
    private static Map<KeyName, Acceptance> firstOfEachKey(List<Acceptance> batch) {
        Map<KeyName, Acceptance> firsts = new HashMap<>();
        for (Acceptance acceptance : batch) {
            KeyName.of(acceptance).ifPresent(name -> firsts.putIfAbsent(name, acceptance));
        }
        return firsts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    }

    /** Whose each key is after this batch has tried to take it. */
    private static Future<Map<KeyName, Owner>> owners(SqlConnection connection, List<Acceptance> keyed) {
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
                        .times(Acceptance::acceptedAt)
                        .tuple())
                .compose(taken -> {
                    List<KeyName> mine = new ArrayList<>();
                    taken.forEach(row -> mine.add(KeyName.of(row)));
                    keyed.forEach(a -> KeyName.of(a).filter(mine::contains).ifPresent(n -> owners.put(n, Owner.of(a))));
                    return earlierOwners(connection, keyed, owners);
                });
    }

    private static Future<Map<KeyName, Owner>> earlierOwners(
            SqlConnection connection, List<Acceptance> keyed, Map<KeyName, Owner> owners) {
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

    private static boolean isFresh(Acceptance acceptance, Map<KeyName, Owner> owners) {
        return KeyName.of(acceptance)
                .map(owners::get)
                .map(owner -> owner.id().equals(acceptance.id().value()))
                .orElse(true);
    }

    /** The states of those that were there before; empty nearly always. */
    private static Future<Map<UUID, State>> insert(SqlConnection connection, List<Acceptance> fresh) {
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
                                .map(Intake::states));
    }

    private static Columns<Acceptance> columns(List<Acceptance> fresh) {
        return new Columns<>(fresh)
                .uuids(a -> a.id().value())
                .texts(a -> a.tenant().value())
                .texts(a -> a.portfolio().value())
                .texts(a -> a.sender().value())
                .longs(a -> a.person().value())
                .texts(Acceptance::address)
                .shorts(a -> a.category().rank())
                .optionalTexts(Acceptance::template)
                .shorts(a -> (int) firstState(a).code())
                .optionalShorts(a -> a.isScheduled() ? Optional.of(Reason.SCHEDULED.ordinal()) : Optional.empty())
                .optionalTimes(a -> a.isScheduled() ? a.sendAt() : Optional.empty())
                .times(Acceptance::acceptedAt)
                .optionalTimes(Acceptance::sendAt)
                .times(Acceptance::expiresAt)
                .optionalTexts(Acceptance::campaign)
                .optionalTexts(Acceptance::reference)
                .bytes(Acceptance::body)
                .optionalTexts(a -> a.fallback().map(Fallback::template))
                .optionalShorts(a -> a.fallback().map(f -> f.category().rank()))
                .optionalBytes(a -> a.fallback().map(Fallback::body));
    }

    private static Map<UUID, State> states(RowSet<Row> rows) {
        Map<UUID, State> states = new HashMap<>();
        rows.forEach(row -> states.put(row.getUUID("id"), State.ofCode(row.getShort("state"))));
        return states;
    }

    private static Accepted answer(Acceptance acceptance, Map<KeyName, Owner> owners, Map<UUID, State> states) {
        Optional<Owner> earlier = KeyName.of(acceptance)
                .flatMap(name -> Optional.ofNullable(owners.get(name)))
                .filter(owner -> !owner.id().equals(acceptance.id().value()));
        if (earlier.isEmpty()) {
            State state = states.getOrDefault(acceptance.id().value(), firstState(acceptance));
            return new Accepted(Kind.CREATED, acceptance.id(), state);
        }
        return earlier.get().answer(acceptance.idempotencyKey().orElseThrow());
    }

    static State firstState(Acceptance acceptance) {
        return acceptance.isScheduled() ? State.HELD : State.QUEUED;
    }

    /** An idempotency key and whose it is. */
    private record KeyName(String tenant, String key) implements Comparable<KeyName> {

        private static final Comparator<KeyName> ORDER =
                Comparator.comparing(KeyName::tenant).thenComparing(KeyName::key);

        static Optional<KeyName> of(Acceptance acceptance) {
            return acceptance
                    .idempotencyKey()
                    .map(key -> new KeyName(acceptance.tenant().value(), key.key()));
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

        static Owner of(Acceptance acceptance) {
            return new Owner(
                    acceptance.id().value(),
                    acceptance.idempotencyKey().orElseThrow().bodyHash(),
                    firstState(acceptance));
        }

        static Owner of(Row row) {
            Buffer hash = row.getBuffer("body_hash");
            return new Owner(row.getUUID("message_id"), hash.getBytes(), State.ofCode(row.getShort("state")));
        }

        Accepted answer(IdempotencyKey second) {
            boolean same = Arrays.equals(hash, second.bodyHash());
            return new Accepted(same ? Kind.REPLAYED : Kind.KEY_REUSED, new MessageId(id), state);
        }
    }
}
