package io.estafet.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.postgres.TestDatabase;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import org.junit.jupiter.api.Test;

/** The statements of the version before, which knows the outbox by its old name while both versions run. */
class ProjectionDebtViewIT extends JournalTestBase {

    private static final Long[] PERSONS = {7L};

    @Test
    void anEntryOfTheVersionBeforeIsInTheOutbox() {
        long id = addByOldName();

        Row entry = sql("SELECT persons, at, projected_at FROM projection_outbox WHERE id = $1", id)
                .iterator()
                .next();
        assertThat(entry.getArrayOfLongs("persons")).isEqualTo(PERSONS);
        assertThat(entry.getOffsetDateTime("at")).isNotNull();
        assertThat(entry.getOffsetDateTime("projected_at")).isNull();
    }

    @Test
    void theVersionBeforeFindsWhatThisOneAdds() {
        long id = sql(
                        "INSERT INTO projection_outbox (portfolio, persons) VALUES ($1, $2) RETURNING id",
                        messages.portfolio.value(),
                        PERSONS)
                .iterator()
                .next()
                .getLong("id");

        assertThat(sql("SELECT id, portfolio, persons FROM projection_debt WHERE id = $1 AND paid_at IS NULL", id))
                .hasSize(1);
    }

    @Test
    void theVersionBeforeMarksOldEntriesAndRemovesRecentOnes() {
        long old = addByOldName();
        long recent = addByOldName();
        sql("UPDATE projection_debt SET at = clock_timestamp() - interval '1 second' WHERE id = $1", old);

        sql("""
                WITH paid AS (
                  DELETE FROM projection_debt WHERE id = ANY ($1) AND at > clock_timestamp() - interval '400 ms'
                  RETURNING id
                )
                UPDATE projection_debt SET paid_at = clock_timestamp()
                 WHERE id = ANY ($1) AND id NOT IN (SELECT id FROM paid)
                   AND paid_at IS NULL""", (Object) new Long[] {old, recent});

        assertThat(sql("SELECT FROM projection_outbox WHERE id = $1 AND projected_at IS NOT NULL", old))
                .hasSize(1);
        assertThat(sql("SELECT FROM projection_outbox WHERE id = $1", recent)).isEmpty();
    }

    private long addByOldName() {
        return sql(
                        "INSERT INTO projection_debt (portfolio, persons) VALUES ($1, $2) RETURNING id",
                        messages.portfolio.value(),
                        PERSONS)
                .iterator()
                .next()
                .getLong("id");
    }

    private RowSet<Row> sql(String sql, Object... arguments) {
        return TestDatabase.sql(pool, sql, arguments);
    }
}
