package io.estafet.inbound.postgres;

import io.estafet.postgres.Database;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;

/** The door of what comes in to PostgreSQL. */
@Singleton
final class InboundDatabase extends Database {

    static final Duration DEADLINE = Duration.ofSeconds(5);

    InboundDatabase(Pool pool) {
        super(pool, DEADLINE, DEADLINE);
    }
}
