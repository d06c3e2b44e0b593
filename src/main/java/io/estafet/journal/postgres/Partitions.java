package io.estafet.journal.postgres;

import io.estafet.postgres.CallersContext;
import io.estafet.postgres.Columns;
import io.estafet.postgres.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The days of the journal: one partition of {@code message} and one of {@code event} per UTC day of the ids. Rows whose
 * day has no partition (because a clock was moved) are in the default partition. Call at start and at least daily;
 * replicas may call at the same time. Every step holds its locks briefly and gives up rather than wait for long.
 */
@Singleton
public final class Partitions {

    private static final Logger LOG = Logger.getLogger(Partitions.class);
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final int DAYS_AHEAD = 3;
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Duration SHORTEST_RETENTION = Duration.ofDays(8);
    private static final Duration KEYS_REMEMBERED = Duration.ofHours(24);
    /** Any number that nobody else takes; the lock is held within one transaction. */
    private static final String LOCK = "SET LOCAL lock_timeout = '2s'; SELECT pg_advisory_xact_lock(5190114837)";

    private static final String EXISTS = "SELECT to_regclass($1) IS NOT NULL AS present";
    private static final String DAYS = """
            SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
             WHERE i.inhparent = 'message'::regclass AND c.relname ~ '^message_[0-9]{8}$' ORDER BY c.relname""";
    /** Far longer than the time whose entries a Redis can lose unnoticed. */
    private static final Duration PLACES_REMEMBERED = Duration.ofHours(1);

    /** Rows are deleted in pieces: a statement that would take too long takes longer the next time. */
    private static final int AT_ONCE = 20_000;

    private static final String FORGET_PLACES = "DELETE FROM list_place WHERE ctid = ANY (ARRAY("
            + "SELECT ctid FROM list_place WHERE message_id < $1 LIMIT " + AT_ONCE + "))";
    private static final String FORGET_KEYS = "DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY("
            + "SELECT ctid FROM idempotency_key WHERE at < $1 LIMIT " + AT_ONCE + "))";

    /** SQLSTATEs: the default partition already has rows of this day (23514), or the locks were busy (55P03). */
    private static final Set<String> NOT_NOW = Set.of("23514", "55P03");

    private final Database database;
    private final Duration retention;

    public Partitions(Pool pool, Vertx vertx, JournalConfig config) {
        this.database = new Database(pool.getDelegate(), vertx);
        this.retention = config.retention().compareTo(SHORTEST_RETENTION) > 0 ? config.retention() : SHORTEST_RETENTION;
    }

    /** Makes the missing partitions of the days from yesterday to three days ahead. */
    public Uni<Void> ensure(InstantSource clock) {
        return CallersContext.answerOf(() -> {
            LocalDate today = day(clock.instant());
            List<LocalDate> days = new ArrayList<>();
            for (int ahead = -1; ahead <= DAYS_AHEAD; ahead++) {
                days.add(today.plusDays(ahead));
            }
            return inTurn(days, this::ensure);
        });
    }

    /**
     * Drops days beyond their retention that have no open message. Forgets idempotency keys after 24 h and places in
     * the intake list after 1 h.
     */
    public Uni<Void> clean(InstantSource clock) {
        return CallersContext.answerOf(() -> {
            Instant now = clock.instant();
            LocalDate oldestKept = day(now.minus(retention));
            return days().compose(days -> inTurn(
                            days.stream()
                                    .filter(day -> day.isBefore(oldestKept))
                                    .toList(),
                            this::drop))
                    .compose(dropped -> forget(FORGET_KEYS, Columns.time(now.minus(KEYS_REMEMBERED))))
                    .compose(keys -> forget(FORGET_PLACES, Ids.lowest(now.minus(PLACES_REMEMBERED))));
        });
    }

    /** The days that have a partition of their own, oldest first. */
    Future<List<LocalDate>> days() {
        return database.run(DAYS, Tuple.tuple(), SHORT).map(rows -> {
            List<LocalDate> days = new ArrayList<>();
            rows.forEach(
                    row -> days.add(LocalDate.parse(row.getString("relname").substring("message_".length()), DAY)));
            return days;
        });
    }

    private Future<Void> ensure(LocalDate day) {
        return database.run(EXISTS, Tuple.of("event_" + DAY.format(day)), SHORT)
                .compose(rows -> rows.iterator().next().getBoolean("present")
                        ? Future.succeededFuture()
                        : locked(connection -> create(connection, day)))
                .recover(failure -> ignoreForNow("made", day, failure));
    }

    private static Future<Void> create(SqlConnection connection, LocalDate day) {
        String bounds = " FOR VALUES FROM ('%s') TO ('%s')"
                .formatted(Ids.lowest(start(day)), Ids.lowest(start(day.plusDays(1))));
        String create = "CREATE TABLE IF NOT EXISTS %s_%s PARTITION OF %s" + bounds + " WITH (fillfactor = 80)";
        return connection
                .query(create.formatted("message", DAY.format(day), "message"))
                .execute()
                .compose(made -> connection
                        .query(create.formatted("event", DAY.format(day), "event"))
                        .execute())
                .mapEmpty();
    }

    private Future<Void> drop(LocalDate day) {
        return locked(connection -> dropClosed(connection, DAY.format(day)))
                .recover(failure -> ignoreForNow("dropped", day, failure));
    }

    /** Locks the partition before it looks for open messages, so that no redrive opens one in between. */
    private static Future<Void> dropClosed(SqlConnection connection, String day) {
        return connection
                .query("LOCK TABLE message_" + day + " IN ACCESS EXCLUSIVE MODE")
                .execute()
                .compose(locked -> connection
                        .query("SELECT EXISTS (SELECT FROM message_" + day + " WHERE open) AS open")
                        .execute())
                .compose(rows -> rows.iterator().next().getBoolean("open")
                        ? Future.succeededFuture()
                        : connection
                                .query("DROP TABLE message_" + day + ", event_" + day)
                                .execute()
                                .mapEmpty());
    }

    private Future<Void> forget(String sql, Object before) {
        return database.run(sql, Tuple.of(before), Duration.ofMinutes(1))
                .compose(rows -> rows.rowCount() == AT_ONCE ? forget(sql, before) : Future.succeededFuture());
    }

    private Future<Void> locked(Function<SqlConnection, Future<Void>> work) {
        return database.transaction(
                connection -> connection.query(LOCK).execute().compose(locked -> work.apply(connection)), SHORT);
    }

    private static Future<Void> ignoreForNow(String what, LocalDate day, Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        String state = Database.sqlState(cause);
        if (state == null || !NOT_NOW.contains(state)) {
            return Future.failedFuture(failure);
        }
        LOG.warnf("the journal's day %s was not %s this time (SQLSTATE %s)", day, what, state);
        return Future.succeededFuture();
    }

    private static Future<Void> inTurn(List<LocalDate> days, Function<LocalDate, Future<Void>> step) {
        Future<Void> done = Future.succeededFuture();
        for (LocalDate day : days) {
            done = done.compose(before -> step.apply(day));
        }
        return done;
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
