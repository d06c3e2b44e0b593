package io.estafet.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.estafet.message.MessageId;
import io.estafet.message.State;
import io.estafet.testing.Statements;
import io.estafet.testing.WhatsApp;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The real test of every fault run: the journal against what was answered and against the simulator's own log. */
final class Checker {

    private Checker() {}

    /** State by id, of all messages of the numbers. */
    static Map<String, State> journal(Collection<String> senders) {
        Map<String, State> states = new HashMap<>();
        Statements.rows(
                row -> states.put(row.getString(1), State.ofCode(row.getInt(2))),
                "SELECT id, state FROM message WHERE sender = ANY (?)",
                (Object) senders.toArray(new String[0]));
        return states;
    }

    /** Nothing that was answered is missing, nothing was sent twice, no rule was broken, nothing was rejected. */
    static void assertWhole(WhatsApp whatsApp, List<MessageId> accepted, Collection<String> senders) {
        Map<String, State> journal = journal(senders);
        Set<String> lost = accepted.stream().map(MessageId::toString).collect(Collectors.toCollection(HashSet::new));
        lost.removeAll(journal.keySet());
        assertThat(lost).as("lost").isEmpty();

        Map<String, Integer> times = arrived(whatsApp);
        Map<State, Long> counts =
                journal.values().stream().collect(Collectors.groupingBy(state -> state, Collectors.counting()));
        System.out.println("accepted=" + accepted.size() + " journal=" + counts + " sent=" + times.size());
        assertThat(times.entrySet().stream().filter(e -> e.getValue() > 1).toList())
                .as("sent more than once")
                .isEmpty();
        assertThat(counts).doesNotContainKeys(State.REJECTED, State.FAILED, State.EXPIRED, State.CANCELLED);
        journal.forEach((id, state) -> {
            boolean went = state == State.SENT || state == State.DELIVERED || state == State.READ;
            assertThat(went && !times.containsKey(id))
                    .as("%s is %s but never arrived", id, state)
                    .isFalse();
        });
        FlowIT.assertClean(whatsApp.report());
    }

    /** The number of messages that the journal shows as waiting or under way. */
    static long moving(Collection<String> senders) {
        return Statements.rows(
                        row -> isMoving(State.ofCode(row.getInt(1))) ? row.getLong(2) : 0,
                        "SELECT state, count(*) FROM message WHERE sender = ANY (?) GROUP BY state",
                        (Object) senders.toArray(new String[0]))
                .stream()
                .mapToLong(count -> count)
                .sum();
    }

    private static boolean isMoving(State state) {
        return state.isWaiting() || state == State.SENDING;
    }

    /** How many requests the simulator accepted of each message. */
    static Map<String, Integer> arrived(WhatsApp whatsApp) {
        Map<String, Integer> times = new HashMap<>();
        for (JsonNode line : whatsApp.log()) {
            String callback = line.path("callback").asText("");
            if (line.hasNonNull("wamid") && callback.contains(".")) {
                times.merge(callback.substring(0, callback.lastIndexOf('.')), 1, Integer::sum);
            }
        }
        return times;
    }
}
