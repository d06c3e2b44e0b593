package io.estafet.intake;

import io.estafet.journal.NewMessage;
import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.sender.Sender;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Messages that came together, on their way through the steps of the intake. Each has a place, in the order of arrival,
 * and gets its result there once. Used by one step at a time.
 */
final class IntakeBatch {

    private final List<IncomingMessage> messages;
    private final @Nullable IntakeResult[] results;
    private final Map<Integer, CheckedMessage> open = new LinkedHashMap<>();
    private final List<NewMessage> newMessages = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();

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

    void end(int place, IntakeResult result) {
        results[place] = result;
        open.remove(place);
    }

    /** Gives the same result to all messages that have none yet and fit. */
    void endWhere(Predicate<CheckedMessage> fits, IntakeResult result) {
        for (int place : List.copyOf(open.keySet())) {
            if (fits.test(Objects.requireNonNull(open.get(place)))) {
                end(place, result);
            }
        }
    }

    /**
     * Committed messages did not reach the queue. A message that came with its id will come again with it, so it is not
     * finished; any other is left to the sweep.
     */
    void comesAgain(Collection<MessageId> ids, IntakeResult result) {
        for (int place = 0; place < messages.size(); place++) {
            if (messages.get(place).id().filter(ids::contains).isPresent()) {
                results[place] = result;
            }
        }
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

    Set<Sender> senders() {
        Set<Sender> senders = new LinkedHashSet<>();
        open.values().forEach(checked -> senders.add(checked.sender()));
        return senders;
    }

    /** The messages that have no result yet, by portfolio. */
    Map<PortfolioId, List<CheckedMessage>> byPortfolio() {
        Map<PortfolioId, List<CheckedMessage>> groups = new LinkedHashMap<>();
        for (CheckedMessage checked : open.values()) {
            groups.computeIfAbsent(checked.sender().portfolio(), id -> new ArrayList<>())
                    .add(checked);
        }
        return groups;
    }

    /** The messages that are to be committed, in the order of arrival. */
    List<NewMessage> inOrder(Map<MessageId, NewMessage> made) {
        open.forEach((place, checked) -> {
            places.add(place);
            newMessages.add(Objects.requireNonNull(made.get(checked.id())));
        });
        return newMessages;
    }

    /** The place of the n-th of the new messages. */
    int placeOf(int newMessage) {
        return places.get(newMessage);
    }

    List<IntakeResult> results() {
        List<IntakeResult> all = new ArrayList<>(results.length);
        for (IntakeResult result : results) {
            all.add(Objects.requireNonNull(result));
        }
        return all;
    }
}
