package io.estafet.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.journal.NewMessage;
import io.estafet.postgres.TestDatabase;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Days far from today, so that no other test's messages are in them. */
class PartitionsIT extends JournalTestBase {

    private static Partitions partitions;
    private static Partitions otherReplica;

    @BeforeAll
    static void joinAnother() {
        partitions = new Partitions(database, TestConfig.PATIENT);
        otherReplica = new Partitions(database, TestConfig.PATIENT);
    }

    @Test
    void makesTheDaysAroundTodayOnceForTwoReplicas() {
        InstantSource clock = InstantSource.fixed(Instant.parse("2031-03-01T12:00:00Z"));

        await(Uni.join()
                .all(partitions.ensure(clock), otherReplica.ensure(clock))
                .andFailFast());
        await(partitions.ensure(clock));
        NewMessage message = messages.at(Instant.parse("2031-03-04T23:59:59.999Z"));
        await(journal.accept(List.of(message)));

        assertThat(days())
                .contains(
                        LocalDate.parse("2031-02-28"),
                        LocalDate.parse("2031-03-01"),
                        LocalDate.parse("2031-03-02"),
                        LocalDate.parse("2031-03-03"),
                        LocalDate.parse("2031-03-04"))
                .doesNotContain(LocalDate.parse("2031-02-27"), LocalDate.parse("2031-03-05"));
        assertThat(partitionOf(message)).isEqualTo("message_20310304");
    }

    @Test
    void leavesADayInTheDefaultPartitionWhoseMessagesAreThereAlready() {
        Instant noon = Instant.parse("2032-05-10T12:00:00Z");
        NewMessage early = messages.at(noon);
        await(journal.accept(List.of(early)));

        await(partitions.ensure(InstantSource.fixed(noon)));

        assertThat(partitionOf(early)).isEqualTo("message_other");
        assertThat(days()).contains(LocalDate.parse("2032-05-11")).doesNotContain(LocalDate.parse("2032-05-10"));
    }

    @Test
    void dropsOldDaysWithoutOpenMessages() {
        Instant noon = Instant.parse("2010-06-10T12:00:00Z");
        await(partitions.ensure(InstantSource.fixed(noon)));
        NewMessage stillOpen = messages.at(noon);
        NewMessage closed = messages.at(noon.plus(Duration.ofDays(1)));
        await(journal.accept(List.of(stillOpen, closed)));
        await(journal.decide(List.of(messages.decision(closed.id(), io.estafet.message.State.REJECTED, 0))));

        await(partitions.clean(InstantSource.fixed(noon.plus(Duration.ofDays(31)))));

        assertThat(days())
                .contains(LocalDate.parse("2010-06-10"), LocalDate.parse("2010-06-11"))
                .doesNotContain(LocalDate.parse("2010-06-09"));
        await(partitions.clean(InstantSource.fixed(noon.plus(Duration.ofDays(33)))));
        assertThat(days())
                .contains(LocalDate.parse("2010-06-10"), LocalDate.parse("2010-06-13"))
                .doesNotContain(LocalDate.parse("2010-06-11"), LocalDate.parse("2010-06-12"));
    }

    private static List<LocalDate> days() {
        return await(partitions.days());
    }

    private static String partitionOf(NewMessage message) {
        return TestDatabase.sql(
                        pool,
                        "SELECT tableoid::regclass::text FROM message WHERE id = $1",
                        message.id().value())
                .iterator()
                .next()
                .getString(0);
    }
}
