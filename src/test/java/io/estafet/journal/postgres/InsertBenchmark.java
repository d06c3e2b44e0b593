package io.estafet.journal.postgres;

import io.estafet.journal.NewMessage;
import io.estafet.postgres.TestDatabase;
import io.estafet.postgres.TestSessions;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Rows per second into {@code message}, 512 rows per transaction, one at a time: Hibernate Reactive's
 * {@code insertMultiple} (JDBC batch size 512) against one statement with {@code unnest}. A program to run by hand, not
 * a test: {@code mvn test-compile exec:java -Dexec.classpathScope=test -Dexec.mainClass=...InsertBenchmark}.
 */
final class InsertBenchmark {

    private static final int BATCH = 512;
    private static final int BATCHES = 60;
    private static final AtomicLong PLACE = new AtomicLong(System.nanoTime());

    private InsertBenchmark() {}

    public static void main(String... args) throws Exception {
        TestDatabase database = TestDatabase.get();
        Pool pool = database.pool(4);
        MessageInserts intake = new MessageInserts(new JournalDatabase(pool, TestConfig.PATIENT));
        try (TestSessions sessions = new TestSessions(PlainRow.class)) {
            for (int round = 1; round <= 3; round++) {
                long unnest = rate(batch ->
                        intake.write(batch).subscribeAsCompletionStage().get());
                long placed = rate(
                        InsertBenchmark::placed,
                        batch ->
                                intake.write(batch).subscribeAsCompletionStage().get());
                long orm =
                        rate(batch -> insertMultiple(database, sessions, batch).get());
                System.out.printf(
                        "round %d: unnest %d rows/s, with places of the intake list %d rows/s, ORM %d rows/s%n",
                        round, unnest, placed, orm);
            }
        }
        pool.closeAndAwait();
        database.vertx().close();
    }

    private static CompletableFuture<Void> insertMultiple(
            TestDatabase database, TestSessions sessions, List<NewMessage> batch) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Object[] rows = batch.stream().map(PlainRow::new).toArray();
        database.vertx()
                .getOrCreateContext()
                .runOnContext(v -> sessions.mutiny()
                        .withStatelessTransaction(session -> session.insertMultiple(List.of(rows)))
                        .subscribe()
                        .with(done::complete, done::completeExceptionally));
        return done;
    }

    private static NewMessage placed(Messages messages) {
        return messages.placed(Messages.id(), PLACE.incrementAndGet(), PLACE.get() * 31);
    }

    private static long rate(Write write) throws Exception {
        return rate(Messages::plain, write);
    }

    private static long rate(Function<Messages, NewMessage> message, Write write) throws Exception {
        Messages messages = new Messages();
        List<List<NewMessage>> batches = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            batches.add(IntStream.range(0, BATCH)
                    .mapToObj(n -> message.apply(messages))
                    .toList());
        }
        long began = System.nanoTime();
        for (List<NewMessage> batch : batches) {
            write.write(batch);
        }
        return BATCHES * BATCH * 1_000_000_000L / (System.nanoTime() - began);
    }

    private interface Write {
        void write(List<NewMessage> batch) throws Exception;
    }

    /** The same columns as the statement writes. */
    @Entity(name = "PlainRow")
    @Table(name = "message")
    static class PlainRow {
        @Id
        UUID id;

        String tenant;
        String portfolio;
        String sender;
        long person;
        String address;
        short category;
        short state;
        boolean open = true;
        int attempts;
        int tries;

        @Column(name = "accepted_at")
        Instant acceptedAt;

        @Column(name = "expires_at")
        Instant expiresAt;

        String campaign;
        String reference;
        byte[] body;

        @Column(name = "fallback_used")
        boolean fallbackUsed;

        PlainRow() {}

        PlainRow(NewMessage from) {
            id = from.id().value();
            tenant = from.tenant().value();
            portfolio = from.portfolio().value();
            sender = from.sender().value();
            person = from.person().value();
            address = from.address();
            category = (short) from.category().rank();
            acceptedAt = from.acceptedAt();
            expiresAt = from.expiresAt();
            campaign = from.campaign().orElse(null);
            reference = from.reference().orElse(null);
            body = from.body();
        }
    }
}
