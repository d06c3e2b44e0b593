package io.estafet.inbound.postgres;

import io.estafet.inbound.NewestFacts;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** The newest facts in PostgreSQL. */
@Singleton
public final class PostgresNewestFacts implements NewestFacts {

    private static final String NOTE = """
            INSERT INTO webhook_fact AS f (subject, value, at) VALUES ($1, $2, $3)
            ON CONFLICT (subject) DO UPDATE SET value = excluded.value, at = excluded.at WHERE f.at < excluded.at""";
    private static final String NEWEST = "SELECT value FROM webhook_fact WHERE subject = $1";

    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final Pool pool;

    public PostgresNewestFacts(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Boolean> note(String subject, String value, Instant at) {
        return run(NOTE, Tuple.of(subject, value, at.atOffset(ZoneOffset.UTC))).map(rows -> rows.rowCount() == 1);
    }

    @Override
    public Uni<String> newest(String subject) {
        return run(NEWEST, Tuple.of(subject)).map(rows -> rows.iterator().next().getString("value"));
    }

    private Uni<RowSet<Row>> run(String sql, Tuple arguments) {
        return Uni.createFrom()
                .deferred(() -> pool.preparedQuery(sql).execute(arguments))
                .ifNoItem()
                .after(DEADLINE)
                .failWith(() -> new PayloadsAwayException(DEADLINE));
    }
}
