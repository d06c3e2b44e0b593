package io.estafet.intake;

import io.estafet.journal.NewMessage;
import io.estafet.message.PersonId;
import io.estafet.sender.Sender;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Messages that came together, on their way through the steps of the intake. Each has a place, in the order of arrival,
 * and gets its result there. Used by one step at a time.
 */
final class IntakeBatch {

    private final List<IncomingMessage> messages;
    private final @Nullable IntakeResult[] results;
    private final Map<Integer, CheckedMessage> open = new LinkedHashMap<>();
    private final SortedMap<Integer, NewMessage> addressed = new TreeMap<>();

    IntakeBatch(List<IncomingMessage> messages) {
        this.messages = messages;
        this.results = new IntakeResult[messages.size()];
    }

    List<IncomingMessage> messages() {
        return messages;
    }

    void checked(int place, CheckedMessage checked) {
        open.put(place, checked);
    }

    CheckedMessage checked(int place) {
        return Objects.requireNonNull(open.get(place));
    }

    void end(int place, IntakeResult result) {
        results[place] = result;
        open.remove(place);
    }

    void end(List<Integer> places, IntakeResult result) {
        places.forEach(place -> end(place, result));
    }

    /** The people of messages are known: they can be committed. */
    void addressed(List<Integer> places, List<PersonId> people) {
        for (int i = 0; i < places.size(); i++) {
            addressed.put(places.get(i), checked(places.get(i)).withPerson().apply(people.get(i)));
        }
    }

    /** The messages whose people are known, by place. */
    SortedMap<Integer, NewMessage> addressed() {
        return addressed;
    }

    /**
     * Committed messages did not reach the queue. An entry of the Redis list is processed again under the same id, so
     * it gets this result. Any other message is left to the sweeper.
     */
    void notEnqueued(List<Integer> places, IntakeResult result) {
        places.stream().filter(place -> messages.get(place).id().isPresent()).forEach(place -> results[place] = result);
    }

    /** The places of messages that are refused so far and have an idempotency key. */
    List<Integer> refusedWithKey() {
        List<Integer> places = new ArrayList<>();
        for (int place = 0; place < results.length; place++) {
            boolean keyed = messages.get(place).request().idempotencyKey().isPresent();
            if (keyed && results[place] instanceof IntakeResult.Refused) {
                places.add(place);
            }
        }
        return places;
    }

    /** The places of messages that have no result yet, by something of their number. */
    <K> Map<K, List<Integer>> openBy(Function<Sender, K> key) {
        Map<K, List<Integer>> groups = new LinkedHashMap<>();
        open.forEach((place, checked) -> groups.computeIfAbsent(key.apply(checked.sender()), of -> new ArrayList<>())
                .add(place));
        return groups;
    }

    List<IntakeResult> results() {
        List<IntakeResult> all = new ArrayList<>(results.length);
        for (IntakeResult result : results) {
            all.add(Objects.requireNonNull(result));
        }
        return all;
    }
}
