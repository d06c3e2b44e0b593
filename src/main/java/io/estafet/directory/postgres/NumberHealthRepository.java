package io.estafet.directory.postgres;

import io.estafet.directory.NumberHealth;
import io.estafet.message.SenderId;
import io.estafet.postgres.Columns;
import io.estafet.postgres.Rows;
import io.estafet.sender.Health;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** The newest health report of each number, in PostgreSQL. */
@Singleton
record NumberHealthRepository(DirectoryDatabase database) implements NumberHealth {

    private static final String NOTE = """
            INSERT INTO sender_health AS h (sender, quality, status, at) VALUES ($1, coalesce($2, 'UNKNOWN'), $3, $4)
            ON CONFLICT (sender) DO UPDATE SET quality = coalesce($2, h.quality), status = excluded.status,
                                               at = excluded.at
            WHERE h.at < excluded.at""";

    private static final String OF = "SELECT quality, status FROM sender_health WHERE sender = $1";

    @Override
    public Uni<Boolean> note(SenderId sender, Optional<Health.Quality> quality, Health.Status status, Instant at) {
        String known = quality.map(Health.Quality::name).orElse(null);
        return database.run(NOTE, Tuple.of(sender.value(), known, status.name(), Columns.time(at)))
                .map(rows -> rows.rowCount() == 1);
    }

    @Override
    public Uni<Health> of(SenderId sender) {
        return Rows.first(database.run(OF, Tuple.of(sender.value())), NumberHealthRepository::health)
                .map(known -> known.orElse(Health.UNKNOWN));
    }

    private static Health health(Row row) {
        return new Health(
                Health.Quality.valueOf(row.getString("quality")), Health.Status.valueOf(row.getString("status")));
    }
}
