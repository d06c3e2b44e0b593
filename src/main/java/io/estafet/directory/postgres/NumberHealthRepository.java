package io.estafet.directory.postgres;

import io.estafet.directory.NumberHealth;
import io.estafet.message.SenderId;
import io.estafet.sender.Health;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** The newest health report of each number, in PostgreSQL. */
@Singleton
final class NumberHealthRepository implements NumberHealth {

    private static final String NOTE = """
            INSERT INTO sender_health AS h (sender, quality, status, at) VALUES ($1, coalesce($2, 'UNKNOWN'), $3, $4)
            ON CONFLICT (sender) DO UPDATE SET quality = coalesce($2, h.quality), status = excluded.status,
                                               at = excluded.at
            WHERE h.at < excluded.at""";

    private static final String OF = "SELECT quality, status FROM sender_health WHERE sender = $1";

    private final Sql sql;

    NumberHealthRepository(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Uni<Boolean> note(SenderId sender, Optional<Health.Quality> quality, Health.Status status, Instant at) {
        Tuple arguments =
                Tuple.of(sender.value(), quality.map(Health.Quality::name).orElse(null), status.name(), Sql.time(at));
        return sql.run(NOTE, arguments).map(rows -> rows.rowCount() == 1);
    }

    @Override
    public Uni<Health> of(SenderId sender) {
        return sql.run(OF, Tuple.of(sender.value()))
                .map(rows -> rows.size() == 0
                        ? Health.UNKNOWN
                        : health(rows.iterator().next()));
    }

    private static Health health(Row row) {
        return new Health(
                Health.Quality.valueOf(row.getString("quality")), Health.Status.valueOf(row.getString("status")));
    }
}
