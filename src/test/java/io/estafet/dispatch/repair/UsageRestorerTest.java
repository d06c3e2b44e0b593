package io.estafet.dispatch.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.admission.Restoring.LiveCharge;
import io.estafet.dispatch.LoopConfigs;
import io.estafet.dispatch.RecordedOpenMessages.Span;
import io.estafet.dispatch.RecordedPorts;
import io.estafet.dispatch.TestMessages;
import io.estafet.journal.OpenMessages.Charge;
import io.estafet.journal.OpenMessages.Start;
import io.estafet.message.PersonId;
import io.estafet.message.SenderId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What counts against the limits and the pair rate is read forward through time, in slices. */
class UsageRestorerTest {

    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    /** Each message to a pair uses this much of the pair rate. */
    private static final Duration INTERVAL = Duration.ofMillis(6_200);

    private static final PersonId PERSON = new PersonId(1);

    private final RecordedPorts ports = new RecordedPorts();
    private final UsageRestorer usage = new UsageRestorer(ports.openMessages, ports.restoring, new LoopConfigs.Gates());

    @AfterEach
    void close() {
        ports.close();
    }

    @Test
    void theChargesOfADayAreReadInSlicesThatJoin() {
        load();

        List<Span> slices = ports.openMessages.spans("charges");
        assertThat(slices.get(0).from()).isEqualTo(NOW.minus(DAY));
        assertJoined(slices);
    }

    @Test
    void slicesGrowWhileThereIsLittleToRead() {
        load();

        List<Span> slices = ports.openMessages.spans("charges");
        assertThat(slices.subList(0, 3).stream().map(UsageRestorerTest::length))
                .containsExactly(SECOND, SECOND.multipliedBy(2), SECOND.multipliedBy(4));
        assertThat(slices).hasSizeLessThan(20);
    }

    /** It was counted while the charges were read, by another replica's request. */
    @Test
    void whatIsCountedDuringTheReadIsReadToo() {
        Charge charge = charge(NOW.plusSeconds(30));

        load();

        assertThat(restored()).containsExactly(live(charge));
    }

    @Test
    void chargesOlderThanADayAreNotRead() {
        charge(NOW.minus(DAY).minusMillis(1));

        load();

        assertThat(restored()).isEmpty();
    }

    @Test
    void everyChargeIsRestoredOnceHoweverManyThereAreAtOneTime() {
        for (int i = 0; i < 10_001; i++) {
            charge(NOW.minusSeconds(600));
        }

        load();

        assertThat(restored()).hasSize(10_001).doesNotHaveDuplicates();
        assertThat(ports.restoring.charges).allSatisfy(page -> assertThat(page).hasSizeLessThanOrEqualTo(5_000));
    }

    /** A thousand charges a second, from the tenth second on. */
    @Test
    void slicesFollowTheNumberOfCharges() {
        for (int i = 0; i < 16_000; i++) {
            charge(NOW.minus(DAY).plusMillis(10_000 + i));
        }

        load();

        assertThat(restored()).hasSize(16_000).doesNotHaveDuplicates();
        assertThat(ports.openMessages.spans("charges").subList(3, 8).stream()
                        .map(slice -> length(slice).toMillis()))
                .containsExactly(8_000L, 7_999L, 5_000L, 5_000L, 10_000L);
    }

    @Test
    void theStartsThatThePairRateRemembersAreReadInSlicesOfTenSeconds() {
        load();

        List<Span> slices = ports.openMessages.spans("starts");
        assertThat(slices.get(0).from()).isEqualTo(NOW.minus(INTERVAL.multipliedBy(41)));
        assertThat(length(slices.get(0))).isEqualTo(Duration.ofSeconds(10));
        assertThat(slices).hasSize(26);
        assertJoined(slices);
    }

    @Test
    void oneStartUsesOneInterval() {
        start(PERSON, NOW.minusSeconds(1));

        load();

        assertThat(used()).containsEntry(PERSON, NOW.minusSeconds(1).plus(INTERVAL));
    }

    @Test
    void startsCloseTogetherAddUp() {
        start(PERSON, NOW.minusSeconds(12));
        start(PERSON, NOW.minusSeconds(11));
        start(PERSON, NOW.minusSeconds(1));

        load();

        assertThat(used()).containsEntry(PERSON, NOW.minusSeconds(12).plus(INTERVAL.multipliedBy(3)));
    }

    @Test
    void startsFarApartDoNot() {
        start(PERSON, NOW.minusSeconds(60));
        start(PERSON, NOW.minusSeconds(1));

        load();

        assertThat(used()).containsEntry(PERSON, NOW.minusSeconds(1).plus(INTERVAL));
    }

    @Test
    void eachPairOfNumberAndPersonIsCountedByItself() {
        SenderId other = new SenderId("other");
        PersonId another = new PersonId(2);
        start(PERSON, NOW.minusSeconds(3));
        start(another, NOW.minusSeconds(2));
        ports.openMessages.starts.add(new Start(other, PERSON, NOW.minusSeconds(1)));

        load();

        assertThat(used())
                .containsOnly(
                        Map.entry(PERSON, NOW.minusSeconds(3).plus(INTERVAL)),
                        Map.entry(another, NOW.minusSeconds(2).plus(INTERVAL)));
        assertThat(ports.restoring.pairs.get(other))
                .containsOnly(Map.entry(PERSON, NOW.minusSeconds(1).plus(INTERVAL)));
    }

    private static void assertJoined(List<Span> slices) {
        for (int i = 1; i < slices.size(); i++) {
            assertThat(slices.get(i).from()).isEqualTo(slices.get(i - 1).until());
        }
        assertThat(slices.get(slices.size() - 1).until())
                .as("beyond all clocks")
                .isAfter(NOW.plus(DAY));
    }

    private void load() {
        usage.load(RecordedPorts.PORTFOLIO, NOW).await().atMost(Duration.ofSeconds(10));
    }

    private Charge charge(Instant at) {
        Charge charge = new Charge(TestMessages.id(NOW), RecordedPorts.SENDER, PERSON, at);
        ports.openMessages.charges.add(charge);
        return charge;
    }

    private void start(PersonId person, Instant at) {
        ports.openMessages.starts.add(new Start(RecordedPorts.SENDER, person, at));
    }

    private List<LiveCharge> restored() {
        return ports.restoring.charges.stream().flatMap(List::stream).toList();
    }

    private static LiveCharge live(Charge charge) {
        return new LiveCharge(charge.id(), charge.sender(), charge.person(), charge.countedAt());
    }

    private Map<PersonId, Instant> used() {
        return ports.restoring.pairs.get(RecordedPorts.SENDER);
    }

    private static Duration length(Span span) {
        return Duration.between(span.from(), span.until());
    }
}
