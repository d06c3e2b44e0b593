package io.estafet.journal.postgres;

import io.estafet.journal.NewMessage;
import io.estafet.message.MessageId;
import io.estafet.message.State;
import io.estafet.postgres.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The journal on a real PostgreSQL by one pool for each class, and what its tables say of a message. */
abstract class JournalTestBase {

    static Pool pool;
    static JournalDatabase database;
    static PostgresJournal journal;
    static PostgresStatuses statuses;
    static PostgresInterventions interventions;
    static PostgresOpenMessages open;

    final Messages messages = new Messages();

    @BeforeAll
    static void connect() {
        pool = TestDatabase.get().pool(10);
        database = new JournalDatabase(pool, TestConfig.PATIENT);
        journal = new PostgresJournal(database, TestConfig.PATIENT);
        statuses = new PostgresStatuses(database, TestConfig.PATIENT);
        interventions = new PostgresInterventions(database);
        open = new PostgresOpenMessages(database);
    }

    @AfterAll
    static void disconnect() {
        pool.closeAndAwait();
    }

    MessageId accepted() {
        NewMessage message = messages.plain();
        await(journal.accept(List.of(message)));
        return message.id();
    }

    static State state(MessageId id) {
        return State.ofCode(row(id).getShort("state"));
    }

    static Row row(MessageId id) {
        return TestDatabase.sql(pool, "SELECT * FROM message WHERE id = $1", id.value())
                .iterator()
                .next();
    }

    static Optional<Instant> time(MessageId id, String column) {
        return Optional.ofNullable(row(id).getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    /** The states a message came to, in the order of its events. */
    static List<State> events(MessageId id) {
        List<State> states = new ArrayList<>();
        TestDatabase.sql(pool, "SELECT state FROM event WHERE message_id = $1 ORDER BY seq", id.value())
                .forEach(row -> states.add(State.ofCode(row.getShort(0))));
        return states;
    }

    /** How many rows, with a table and its condition on {@code $1}. */
    static long count(String rows, Object argument) {
        return TestDatabase.sql(pool, "SELECT count(*) FROM " + rows, argument)
                .iterator()
                .next()
                .getLong(0);
    }

    static <T> T await(Uni<T> uni) {
        return uni.await().atMost(TestDatabase.PATIENCE);
    }
}
