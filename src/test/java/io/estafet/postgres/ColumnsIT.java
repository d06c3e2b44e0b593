package io.estafet.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What goes to the server as columns comes back as rows. */
class ColumnsIT {

    private static final String UNNEST = """
            SELECT $1::text AS first, * FROM unnest($2::uuid[], $3::text[], $4::smallint[], $5::int[], $6::bigint[],
                                                    $7::bool[], $8::timestamptz[], $9::bytea[])
                AS r (uuid, word, small, whole, large, flag, at, bytes)""";
    private static final Instant AT = Instant.parse("2026-11-30T12:00:00.123456Z");

    private static Pool pool;
    private static Database database;

    @BeforeAll
    static void connect() {
        pool = TestDatabase.get().pool(1);
        database = new Database(pool, Duration.ofSeconds(20), Duration.ofSeconds(20));
    }

    @AfterAll
    static void disconnect() {
        pool.closeAndAwait();
    }

    private record One(
            @Nullable UUID uuid,
            @Nullable String word,
            @Nullable Integer small,
            @Nullable Integer whole,
            @Nullable Long large,
            @Nullable Boolean flag,
            @Nullable Instant at,
            byte @Nullable [] bytes) {}

    @Test
    void everyTypeComesBackAsItWent() {
        UUID uuid = UUID.randomUUID();
        List<Row> rows = rows(List.of(new One(uuid, "a", 7, 70_000, 1L << 40, true, AT, new byte[] {0, -1})));

        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.getString("first")).isEqualTo("said once");
            assertThat(row.getUUID("uuid")).isEqualTo(uuid);
            assertThat(row.getString("word")).isEqualTo("a");
            assertThat(row.getShort("small")).isEqualTo((short) 7);
            assertThat(row.getInteger("whole")).isEqualTo(70_000);
            assertThat(row.getLong("large")).isEqualTo(1L << 40);
            assertThat(row.getBoolean("flag")).isTrue();
            assertThat(Rows.time(row, "at")).isEqualTo(AT);
            assertThat(row.getBuffer("bytes").getBytes()).containsExactly(0, -1);
        });
    }

    @Test
    void whatIsMissingIsNull() {
        List<Row> rows = rows(List.of(new One(null, null, null, null, null, null, null, null)));

        assertThat(rows).singleElement().satisfies(row -> {
            for (String column : List.of("uuid", "word", "small", "whole", "large", "flag", "at", "bytes")) {
                assertThat(row.getValue(column)).as(column).isNull();
            }
            assertThat(Rows.optionalTime(row, "at")).isEmpty();
        });
    }

    @Test
    void oneStatementServesAnyNumberOfRowsInTheirOrder() {
        List<One> three = List.of(word("c"), word("a"), word("b"));

        assertThat(rows(three)).extracting(row -> row.getString("word")).containsExactly("c", "a", "b");
        assertThat(rows(List.of())).isEmpty();
    }

    @Test
    void theFirstRowAndTheOnlyRow() {
        Optional<Integer> none = Rows.first(
                        database.run("SELECT 1 AS n WHERE false", Tuple.tuple()), row -> row.getInteger("n"))
                .await()
                .atMost(TestDatabase.PATIENCE);
        Optional<Integer> first = Rows.first(
                        database.run("SELECT n FROM generate_series(5, 9) AS n", Tuple.tuple()),
                        row -> row.getInteger("n"))
                .await()
                .atMost(TestDatabase.PATIENCE);
        Integer only = Rows.only(database.run("SELECT 3 AS n", Tuple.tuple()), row -> row.getInteger("n"))
                .await()
                .atMost(TestDatabase.PATIENCE);

        assertThat(none).isEmpty();
        assertThat(first).contains(5);
        assertThat(only).isEqualTo(3);
    }

    private static One word(String word) {
        return new One(null, word, null, null, null, null, null, null);
    }

    private static List<Row> rows(List<One> ones) {
        Tuple arguments = Columns.of(ones, "said once")
                .uuids(One::uuid)
                .texts(One::word)
                .shorts(One::small)
                .integers(One::whole)
                .longs(One::large)
                .flags(One::flag)
                .times(One::at)
                .bytes(One::bytes)
                .tuple();
        return Rows.list(database.run(UNNEST, arguments), row -> row).await().atMost(TestDatabase.PATIENCE);
    }
}
