package io.estafet.inbound.postgres;

import io.estafet.postgres.Database;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Access to PostgreSQL for webhooks and their work. */
@Singleton
final class InboundDatabase extends Database {

    static final Duration DEADLINE = Duration.ofSeconds(5);

    InboundDatabase(Pool pool) {
        super(pool, DEADLINE, DEADLINE);
    }
}
