package io.estafet.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of contract section 4, written out once more: every pair is either named here or illegal. */
class TransitionsTest {

    @ParameterizedTest
    @CsvSource({
        "queued, sending held rejected expired cancelled",
        // held to held is a change of reason or time, not of state.
        "held, held queued sending rejected expired cancelled failed",
        "sending, sent held failed unknown",
        "unknown, sent delivered read failed held",
        "sent, delivered read failed held",
        "delivered, read",
        "read, ''",
        "failed, ''",
        "rejected, ''",
        "expired, ''",
        "cancelled, ''"
    })
    void allowsExactlyWhatTheContractNames(String from, String successors) {
        Set<State> expected = Arrays.stream(successors.split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> State.ofWord(word).orElseThrow())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(State.class)));

        State state = State.ofWord(from).orElseThrow();
        for (State to : State.values()) {
            assertThat(Transitions.isLegal(state, to)).as("%s to %s", state, to).isEqualTo(expected.contains(to));
        }
    }

    @Test
    void endsAreWhatNothingButARedriveLeaves() {
        for (State state : State.values()) {
            assertThat(state.isEnd())
                    .as(state.word())
                    .isEqualTo(Transitions.successors(state).isEmpty());
        }
        assertThat(Arrays.stream(State.values()).filter(Transitions::isRedrivable))
                .containsExactly(State.UNKNOWN, State.FAILED, State.EXPIRED);
    }

    /** The journal stores the numbers: none may ever change. */
    @Test
    void storedNumbersStay() {
        assertThat(Arrays.stream(State.values()).map(State::word))
                .containsExactly(
                        "queued",
                        "held",
                        "sending",
                        "unknown",
                        "sent",
                        "delivered",
                        "read",
                        "failed",
                        "rejected",
                        "expired",
                        "cancelled");
        assertThat(Arrays.stream(State.values()).map(state -> (int) state.code()))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(Arrays.stream(Reason.values()).map(Reason::word))
                .hasSize(36)
                .startsWith("scheduled", "quiet-hours", "pace", "pair-rate", "recipient-busy", "messaging-limit")
                .endsWith("attempts-exhausted", "outcome-unknown", "poison", "expired");
    }
}
