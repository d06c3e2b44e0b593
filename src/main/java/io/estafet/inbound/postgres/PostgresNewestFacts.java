package io.estafet.inbound.postgres;

import io.estafet.inbound.NewestFacts;
import io.estafet.postgres.Columns;
import io.estafet.postgres.Database;
import io.estafet.postgres.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;

/** The newest facts in PostgreSQL. */
@Singleton
public final class PostgresNewestFacts implements NewestFacts {

    private static final String NOTE = """
            INSERT INTO webhook_fact AS f (subject, value, at) VALUES ($1, $2, $3)
            ON CONFLICT (subject) DO UPDATE SET value = excluded.value, at = excluded.at WHERE f.at < excluded.at""";
    private static final String NEWEST = "SELECT value FROM webhook_fact WHERE subject = $1";

    private final Database database;

    PostgresNewestFacts(InboundDatabase database) {
        this.database = database;
    }

    @Override
    public Uni<Boolean> note(String subject, String value, Instant at) {
        return database.run(NOTE, Tuple.of(subject, value, Columns.time(at))).map(rows -> rows.rowCount() == 1);
    }

    @Override
    public Uni<String> newest(String subject) {
        return Rows.only(database.run(NEWEST, Tuple.of(subject)), row -> row.getString("value"));
    }
}
