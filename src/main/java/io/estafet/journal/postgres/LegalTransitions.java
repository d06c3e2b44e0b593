package io.estafet.journal.postgres;

import io.estafet.message.State;
import io.estafet.message.Transitions;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/** The table of legal transitions as SQL, generated from {@link Transitions}. */
final class LegalTransitions {

    /** Greater than every state's code. */
    private static final int FACTOR = 32;

    private LegalTransitions() {}

    /** A condition that is true when the step from one of the given states is in the table. */
    static String step(Collection<State> from, String fromColumn, String toColumn) {
        String steps = from.stream()
                .flatMap(state -> Transitions.successors(state).stream()
                        .map(next -> String.valueOf(state.code() * FACTOR + next.code())))
                .sorted()
                .collect(Collectors.joining(","));
        return "(" + fromColumn + " IN (" + codes(from) + ") AND " + fromColumn + "::int * " + FACTOR + " + " + toColumn
                + " IN (" + steps + "))";
    }

    /** The codes of states for {@code IN (...)}. */
    static String codes(Collection<State> states) {
        return states.stream()
                .map(state -> String.valueOf(state.code()))
                .sorted()
                .collect(Collectors.joining(","));
    }

    static String codes(State... states) {
        return codes(Arrays.asList(states));
    }

    /** True while the queue or a sender has work with the message. */
    static String isOpen(String column) {
        return column + " IN (" + codes(State.QUEUED, State.HELD, State.SENDING, State.UNKNOWN) + ")";
    }
}
