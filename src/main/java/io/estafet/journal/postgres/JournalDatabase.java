package io.estafet.journal.postgres;

import io.estafet.journal.Journal;
import io.estafet.postgres.Database;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;

/** The journal's access to PostgreSQL. */
@Singleton
public final class JournalDatabase extends Database {

    public JournalDatabase(Pool pool, JournalConfig config) {
        super(pool, Journal.FAILURES, config.deadline());
    }
}
