package io.estafet.inbound.postgres;

import io.estafet.inbound.InboundConfig;
import io.estafet.inbound.Payload;
import io.estafet.inbound.Payloads;
import io.estafet.postgres.Columns;
import io.estafet.postgres.Database;
import io.estafet.postgres.Rows;
import io.estafet.reactive.GroupCommit;
import io.estafet.reactive.Unis;
import io.estafet.recipient.Address;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * Payloads in PostgreSQL. All statements run on one event-loop context of their own, so that what follows a request
 * does not run in the request's context. Storing and deleting are group-committed.
 */
@Singleton
public final class PostgresPayloads implements Payloads {

    private static final String STORE = """
            INSERT INTO webhook (received_at, due_at, body)
            SELECT $1, $1, body FROM unnest($2::bytea[]) AS b (body)""";
    private static final String TAKE = """
            WITH due AS MATERIALIZED (
              SELECT id, due_at, octet_length(body) AS bytes FROM webhook WHERE aside IS NULL AND due_at <= $1
               ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED
            ), counted AS (
              SELECT id, sum(bytes) OVER line AS bytes, row_number() OVER line AS place
                FROM due WINDOW line AS (ORDER BY due_at, id)
            )
            UPDATE webhook w SET due_at = $3, tries = w.tries + 1 FROM counted c
             WHERE w.id = c.id AND (c.bytes <= $4 OR c.place = 1)
            RETURNING w.id, w.received_at, w.body, w.tries, w.done, w.kept, (SELECT count(*) FROM due) AS due""";
    private static final String TAKE_NOW = """
            UPDATE webhook SET due_at = $2, tries = tries + 1 WHERE id = ANY ($1) AND aside IS NULL
            RETURNING id, received_at, body, tries, done, kept""";
    private static final String FORGET_ASIDE = "DELETE FROM webhook WHERE id = ANY ($1) AND aside IS NOT NULL";
    private static final String DONE = "DELETE FROM webhook WHERE id = ANY ($1)";
    /**
     * Matches only for the last taker: a taker whose lease has ended changes nothing. No two takers see the same
     * numbers, because tries begin anew only when more is done.
     */
    private static final String BY_ITS_TAKER = " WHERE id = $1 AND tries = $2 AND done = $3";

    private static final String AGAIN =
            "UPDATE webhook SET due_at = $4, done = $5, tries = $6, kept = $7" + BY_ITS_TAKER;
    private static final String ASIDE = "UPDATE webhook SET aside = $4" + BY_ITS_TAKER;
    private static final String BACKLOG =
            "SELECT count(*) AS waiting FROM (SELECT FROM webhook WHERE aside IS NULL LIMIT $1) AS waiting_rows";
    private static final String PURGE = """
            DELETE FROM webhook WHERE id = ANY (ARRAY(
              SELECT id FROM webhook WHERE aside IS NOT NULL AND received_at < $1 LIMIT 1000))""";
    private static final int PURGED_AT_ONCE = 1_000;

    private static final int WRITERS = 2;
    private static final int DONE_BACKLOG = 100_000;

    private final Database database;
    private final Database storing;
    private final InstantSource clock;
    private final ContextInternal context;
    private final Function<List<byte[]>, Uni<List<Boolean>>> stores;
    private final Function<List<Long>, Uni<List<Boolean>>> ends;
    private volatile Runnable stored = () -> {};

    PostgresPayloads(InboundDatabase database, Vertx vertx, InboundConfig config, InstantSource clock) {
        this.database = database;
        this.storing = database.within(config.storeDeadline());
        this.clock = clock;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.stores = database.group(
                "webhooks",
                new GroupCommit.Bounds(config.storeBatch(), WRITERS, config.backlog(), config.storeDeadline()),
                this::insert);
        this.ends = database.group(
                "webhooks done",
                new GroupCommit.Bounds(config.storeBatch(), WRITERS, DONE_BACKLOG, InboundDatabase.DEADLINE),
                this::delete);
    }

    @Override
    public Uni<Void> store(byte[] body) {
        return stores.apply(List.of(body)).replaceWithVoid();
    }

    @Override
    public void onStored(Runnable listener) {
        stored = listener;
    }

    @Override
    public Uni<Load> take(int most, long bytes, Duration lease) {
        return Uni.createFrom().deferred(() -> {
            Instant now = clock.instant();
            return run(TAKE, Tuple.of(Columns.time(now), most, Columns.time(now.plus(lease)), bytes))
                    .map(rows -> new Load(payloads(rows), hasMore(rows, most)));
        });
    }

    private static boolean hasMore(RowSet<Row> taken, int most) {
        return taken.rowCount() > 0
                && (taken.rowCount() == most
                        || taken.rowCount() < taken.iterator().next().getLong("due"));
    }

    @Override
    public Uni<Void> done(Payload payload) {
        return ends.apply(List.of(payload.id())).replaceWithVoid();
    }

    @Override
    public Uni<Void> again(Payload payload, Progress progress, Instant at) {
        Tuple arguments = taken(payload)
                .addValue(Columns.time(at))
                .addInteger(progress.done())
                .addInteger(progress.tries())
                .addShort(Aside.bits(progress.kept()));
        return run(AGAIN, arguments).replaceWithVoid();
    }

    @Override
    public Uni<Void> putAside(Payload payload, Aside why) {
        return run(ASIDE, taken(payload).addShort(why.code())).replaceWithVoid();
    }

    private static Tuple taken(Payload payload) {
        return Tuple.of(payload.id(), payload.tries(), payload.done());
    }

    @Override
    public Uni<Boolean> isBacklogAbove(int most) {
        return Rows.only(run(BACKLOG, Tuple.of(most)), row -> row.getLong("waiting") >= most);
    }

    @Override
    public Uni<Void> purge(Instant before) {
        return Unis.whileTrue(
                () -> run(PURGE, Tuple.of(Columns.time(before))).map(rows -> rows.rowCount() == PURGED_AT_ONCE));
    }

    @Override
    public Uni<Mentions> mentions(Collection<Address> names, long after) {
        return Rows.only(run(MentionQuery.SQL, MentionQuery.arguments(names, after)), MentionQuery::mentions);
    }

    @Override
    public Uni<List<Payload>> takeNow(Collection<Long> ids, Duration lease) {
        return Uni.createFrom().deferred(() -> {
            Tuple arguments = ids(ids).addValue(Columns.time(clock.instant().plus(lease)));
            return run(TAKE_NOW, arguments).map(PostgresPayloads::payloads);
        });
    }

    @Override
    public Uni<Void> forgetAside(Collection<Long> ids) {
        return run(FORGET_ASIDE, ids(ids)).replaceWithVoid();
    }

    private Uni<List<Boolean>> insert(List<byte[]> bodies) {
        Tuple arguments = Columns.of(bodies, Columns.time(clock.instant()))
                .bytes(body -> body)
                .tuple();
        return run(storing, STORE, arguments)
                .invoke(() -> stored.run())
                .replaceWith(Collections.nCopies(bodies.size(), true));
    }

    private Uni<List<Boolean>> delete(List<Long> ids) {
        return run(DONE, ids(ids)).replaceWith(Collections.nCopies(ids.size(), true));
    }

    private Uni<RowSet<Row>> run(String sql, Tuple arguments) {
        return run(database, sql, arguments);
    }

    private Uni<RowSet<Row>> run(Database database, String sql, Tuple arguments) {
        return database.run(sql, arguments).runSubscriptionOn(work -> context.runOnContext(v -> work.run()));
    }

    private static Tuple ids(Collection<Long> ids) {
        return Columns.of(ids).longs(id -> id).tuple();
    }

    private static List<Payload> payloads(RowSet<Row> rows) {
        return rows.stream()
                .map(row -> new Payload(
                        row.getLong("id"),
                        Rows.time(row, "received_at"),
                        row.getBuffer("body").getBytes(),
                        row.getInteger("tries"),
                        row.getInteger("done"),
                        Aside.ofBits(row.getShort("kept"))))
                .toList();
    }
}
