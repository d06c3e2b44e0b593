package io.estafet.directory.postgres;

import io.estafet.postgres.Database;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;

/** The directory's access to PostgreSQL. */
@Singleton
final class DirectoryDatabase extends Database {

    DirectoryDatabase(Pool pool, DirectoryConfig config) {
        super(pool, config.deadline(), config.bulkDeadline());
    }
}
