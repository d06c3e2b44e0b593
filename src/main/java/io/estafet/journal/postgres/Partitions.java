package io.estafet.journal.postgres;

import io.estafet.postgres.Columns;
import io.estafet.postgres.Database;
import io.estafet.postgres.Rows;
import io.estafet.postgres.Statements;
import io.estafet.reactive.Unis;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORTEST_RETENTION = Duration.ofDays(8);
    private static final Duration KEYS_REMEMBERED = Duration.ofHours(24);
    /** Any number that nobody else takes; the lock is held within one transaction. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(5190114837)";

    private static final String BRIEFLY = "SET LOCAL lock_timeout = '2s'";

    private static final String EXISTS = "SELECT to_regclass($1) IS NOT NULL AS present";
    private static final String DAYS = """
            SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
             WHERE i.inhparent = 'message'::regclass AND c.relname ~ '^message_[0-9]{8}$' ORDER BY c.relname""";
    /** Far longer than the time whose entries a Redis can lose unnoticed. */
    private static final Duration PLACES_REMEMBERED = Duration.ofHours(1);

    /** Rows are deleted in pieces: a statement that would take too long takes longer the next time. */
    private static final int AT_ONCE = 20_000;

    private static final String FORGET =
            "DELETE FROM %1$s WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$s WHERE %2$s < $1 LIMIT " + AT_ONCE + "))";
    private static final String FORGET_PLACES = FORGET.formatted("list_place", "message_id");
    private static final String FORGET_KEYS = FORGET.formatted("idempotency_key", "at");

    /** SQLSTATEs: the default partition already has rows of this day (23514), or the locks were busy (55P03). */
    private static final Set<String> NOT_NOW = Set.of("23514", "55P03");

    private final Database database;
    private final Duration retention;

    Partitions(JournalDatabase database, JournalConfig config) {
        this.database = database.within(SHORT);
        this.retention = config.retention().compareTo(SHORTEST_RETENTION) > 0 ? config.retention() : SHORTEST_RETENTION;
    }

    /** Makes the missing partitions of the days from yesterday to three days ahead. */
    public Uni<Void> ensure(InstantSource clock) {
        return Uni.createFrom().deferred(() -> {
            LocalDate yesterday = day(clock.instant()).minusDays(1);
            List<LocalDate> days =
                    yesterday.datesUntil(yesterday.plusDays(DAYS_AHEAD + 2)).toList();
            return Unis.inTurn(days, this::ensure);
        });
    }

    /**
     * Drops days beyond their retention that have no open message. Forgets idempotency keys after 24 h and places in
     * the intake list after 1 h.
     */
    public Uni<Void> clean(InstantSource clock) {
        return Uni.createFrom().deferred(() -> {
            Instant now = clock.instant();
            LocalDate oldestKept = day(now.minus(retention));
            return days().map(days -> days.stream()
                            .filter(day -> day.isBefore(oldestKept))
                            .toList())
                    .chain(old -> Unis.inTurn(old, this::drop))
                    .chain(() -> forget(FORGET_KEYS, Columns.time(now.minus(KEYS_REMEMBERED))))
                    .chain(() -> forget(FORGET_PLACES, Ids.lowest(now.minus(PLACES_REMEMBERED))));
        });
    }

    /** The days that have a partition of their own, oldest first. */
    Uni<List<LocalDate>> days() {
        return Rows.list(
                database.transaction(DAYS, Tuple.tuple()),
                row -> LocalDate.parse(row.getString("relname").substring("message_".length()), DAY));
    }

    private Uni<Void> ensure(LocalDate day) {
        Uni<Void> made = Rows.only(
                        database.transaction(EXISTS, Tuple.of("event_" + DAY.format(day))),
                        row -> row.getBoolean("present"))
                .chain(present -> present ? Unis.done() : locked(statements -> create(statements, day)));
        return unlessNotNow("made", day, made);
    }

    private static Uni<?> create(Statements statements, LocalDate day) {
        String bounds = " FOR VALUES FROM ('%s') TO ('%s')"
                .formatted(Ids.lowest(start(day)), Ids.lowest(start(day.plusDays(1))));
        String create = "CREATE TABLE IF NOT EXISTS %s_%s PARTITION OF %s" + bounds + " WITH (fillfactor = 80)";
        return Unis.inTurn(
                List.of("message", "event"), table -> statements.run(create.formatted(table, DAY.format(day), table)));
    }

    private Uni<Void> drop(LocalDate day) {
        return unlessNotNow("dropped", day, locked(statements -> dropClosed(statements, DAY.format(day))));
    }

    /** Locks the partition before it looks for open messages, so that no redrive opens one in between. */
    private static Uni<?> dropClosed(Statements statements, String day) {
        return Rows.only(
                        statements
                                .run("LOCK TABLE message_" + day + " IN ACCESS EXCLUSIVE MODE")
                                .chain(() -> statements.run(
                                        "SELECT EXISTS (SELECT FROM message_" + day + " WHERE open) AS open")),
                        row -> row.getBoolean("open"))
                .chain(open -> open ? Unis.done() : statements.run("DROP TABLE message_" + day + ", event_" + day));
    }

    private Uni<Void> forget(String sql, Object before) {
        return Unis.whileTrue(
                () -> database.within(LONG).transaction(sql, Tuple.of(before)).map(rows -> rows.rowCount() == AT_ONCE));
    }

    private Uni<Void> locked(Function<Statements, Uni<?>> work) {
        return database.transaction(statements -> statements
                .run(BRIEFLY)
                .chain(() -> statements.run(LOCK))
                .chain(() -> work.apply(statements))
                .replaceWithVoid());
    }

    private static Uni<Void> unlessNotNow(String what, LocalDate day, Uni<Void> work) {
        return work.onFailure(failure -> NOT_NOW.contains(sqlState(failure))).recoverWithUni(failure -> {
            LOG.warnf("the journal's day %s was not %s this time (SQLSTATE %s)", day, what, sqlState(failure));
            return Unis.done();
        });
    }

    private static String sqlState(Throwable failure) {
        String state = Database.sqlState(failure.getCause() == null ? failure : failure.getCause());
        return state == null ? "" : state;
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
