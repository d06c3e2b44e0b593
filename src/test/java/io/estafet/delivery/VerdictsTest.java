package io.estafet.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.message.Transitions;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictsTest {

    private final ErrorTable table = new ErrorTable();
    private final Verdicts verdicts = new Verdicts(table, new TestConfigs.Retry(), new Random(42));

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "2, 4", "3, 8"})
    void doublesTheWaitWhenNothingWasSentAndKeepsTheChargeFree(int throttles, long seconds) {
        // When
        Verdict verdict = verdicts.verdict(new DeliveryResult.NotSent("no connection"), past(0, throttles));

        // Then
        Duration full = Duration.ofSeconds(seconds);
        assertThat(verdict.reason()).hasValue(Reason.RETRY);
        assertThat(verdict.retryAfter().orElseThrow()).isBetween(full.dividedBy(2), full);
        assertThat(verdict.countsAsTry()).isFalse();
        assertThat(verdict.refund()).isTrue();
    }

    @Test
    void neverEndsAMessageThatMetNobody() {
        Verdict verdict = verdicts.verdict(new DeliveryResult.NotSent("no connection"), past(99, 1_000_000));

        assertThat(verdict.state()).isEqualTo(State.HELD);
        assertThat(verdict.reason()).hasValue(Reason.RETRY);
        assertThat(verdict.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }

    @Test
    void stopsTheNumberWhenNoRequestCanBeBuiltForIt() {
        // When
        Verdict verdict = verdicts.verdict(new DeliveryResult.Misconfigured("no host"), past(99, 7));

        // Then
        assertThat(verdict.state()).isEqualTo(State.HELD);
        assertThat(verdict.reason()).hasValue(Reason.SENDER_PAUSED);
        assertThat(verdict.countsAsTry()).isFalse();
        assertThat(verdict.refund()).isTrue();
        assertThat(verdict.pause()).hasValueSatisfying(pause -> {
            assertThat(pause.scope()).isEqualTo(Verdict.Scope.NUMBER);
            assertThat(pause.reason()).isEqualTo(Reason.SENDER_PAUSED);
            assertThat(pause.duration()).isEqualTo(Duration.ofMinutes(1));
        });
    }

    @Test
    void aLastStatusFailsWhatAnotherWouldHoldAndPausesTheSame() {
        for (int code : new int[] {131049, 131053, 132015}) {
            Verdict verdict = verdicts.verdictForLastStatus(code, "words", past(0, 0));

            assertThat(verdict.state()).as(code + "").isEqualTo(State.FAILED);
            assertThat(verdict.pause().map(Verdict.Pause::scope))
                    .as(code + "")
                    .isEqualTo(verdicts.verdictForStatus(code, "words", past(0, 0))
                            .pause()
                            .map(Verdict.Pause::scope));
        }
    }

    @Test
    void spreadsRetriesOverHalfTheWait() {
        // When
        long distinct = IntStream.range(0, 200)
                .mapToObj(i -> verdicts.verdict(new DeliveryResult.NotSent("no connection"), past(0, 3)))
                .map(verdict -> verdict.retryAfter().orElseThrow().toSeconds())
                .distinct()
                .count();

        // Then: 4 to 8 seconds
        assertThat(distinct).isGreaterThanOrEqualTo(4);
    }

    @Test
    void sameSeedGivesSameWaits() {
        Verdicts one = new Verdicts(table, new TestConfigs.Retry(), new Random(9));
        Verdicts other = new Verdicts(table, new TestConfigs.Retry(), new Random(9));
        DeliveryResult result = new DeliveryResult.NotSent("no connection");

        assertThat(one.verdict(result, past(0, 2))).isEqualTo(other.verdict(result, past(0, 2)));
    }

    @Test
    void keepsTheChargeWhenTheOutcomeIsUnknown() {
        Verdict verdict = verdicts.verdict(new DeliveryResult.Unknown("no answer"), past(4, 0));

        assertThat(verdict.state()).isEqualTo(State.UNKNOWN);
        assertThat(verdict.refund()).isFalse();
        assertThat(verdict.retryAfter()).isEmpty();
    }

    @Test
    void failsWhatCanNeverBeSent() {
        Verdict verdict = verdicts.verdict(new DeliveryResult.Unsendable("no object"), past(0, 0));

        assertThat(verdict.reason()).hasValue(Reason.INVALID_PAYLOAD);
        assertThat(verdict.refund()).isTrue();
        assertThat(verdict.countsAsTry()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 190, 368, 80007, 130429, 131042, 131048, 131049, 131056, 131057, 132015, 133010})
    void holdingNeverCostsATryHoweverOftenItHappens(int code) {
        Verdict verdict =
                verdicts.verdict(new DeliveryResult.Refused(code, "x", Optional.empty()), past(99, 1_000_000));

        assertThat(verdict.state()).isEqualTo(State.HELD);
        assertThat(verdict.countsAsTry()).isFalse();
        assertThat(verdict.pause()).isPresent();
    }

    @Test
    void neverWaitsLessThanTheDayThatWhatsAppDocuments() {
        Verdict verdict = verdicts.verdict(
                new DeliveryResult.Refused(131049, "x", Optional.of(Duration.ofSeconds(1))), past(0, 0));

        assertThat(verdict.retryAfter().orElseThrow()).isGreaterThanOrEqualTo(Duration.ofHours(24));
    }

    @ParameterizedTest
    @CsvSource({
        "131049, HELD, MARKETING_LIMITED, PERSON",
        "131053, HELD, RETRY, ",
        "132015, HELD, TEMPLATE_PAUSED, TEMPLATE",
        "131047, FAILED, POLICY, ",
        "131026, FAILED, UNDELIVERABLE, PERSON",
        "131050, FAILED, POLICY, PERSON",
        "131042, FAILED, API_ERROR, ACCOUNT",
        "131000, FAILED, API_ERROR, ",
        "131009, FAILED, INVALID_PAYLOAD, ",
        "130472, FAILED, POLICY, ",
        "424242, FAILED, API_ERROR, ",
    })
    void failedStatusesPutBackOnlyWhatANewAttemptCanHelp(int code, State state, Reason reason, Verdict.Scope scope) {
        // When
        Verdict verdict = verdicts.verdictForStatus(code, "words", past(0, 0));

        // Then
        assertThat(verdict.state()).isEqualTo(state);
        assertThat(verdict.reason()).hasValue(reason);
        assertThat(verdict.pause().map(Verdict.Pause::scope)).isEqualTo(Optional.ofNullable(scope));
        assertThat(verdict.refund()).isTrue();
    }

    @Test
    void failedStatusSendsTheFallbackWhenTheWindowWasClosed() {
        Verdict verdict = verdicts.verdictForStatus(131047, "words", new AttemptHistory(0, 0, true));

        assertThat(verdict.state()).isEqualTo(State.HELD);
        assertThat(verdict.retryAfter()).hasValue(Duration.ZERO);
        assertThat(verdict.windowClosed()).isTrue();
    }

    @Test
    void everyVerdictIsALegalTransition() {
        for (int code : table.codes()) {
            for (int tries = 0; tries < 6; tries++) {
                AttemptHistory history = past(tries, tries);
                Verdict answered = verdicts.verdict(new DeliveryResult.Refused(code, "x", Optional.empty()), history);
                Verdict status = verdicts.verdictForStatus(code, "x", history);

                assertThat(Transitions.isLegal(State.SENDING, answered.state())).isTrue();
                assertThat(Transitions.isLegal(State.SENT, status.state())).isTrue();
            }
        }
    }

    @Test
    void cutsLongWords() {
        Verdict verdict = verdicts.verdictForStatus(100, "x".repeat(10_000), past(0, 0));

        assertThat(verdict.detail().orElseThrow()).hasSize(500);
    }

    private static AttemptHistory past(int tries, int throttles) {
        return new AttemptHistory(tries, throttles, false);
    }
}
