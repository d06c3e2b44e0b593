package io.estafet.intake;

import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.outcome.Acceptance;
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
 * Messages that came together, on their way through the stations: each has a place, in the order of arrival, and gets
 * its result there once. Used by one step at a time.
 */
final class Round {

    private final List<Submission> submissions;
    private final @Nullable IntakeResult[] results;
    private final Map<Integer, Draft> open = new LinkedHashMap<>();
    private final List<Acceptance> acceptances = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();

    Round(List<Submission> submissions) {
        this.submissions = submissions;
        this.results = new IntakeResult[submissions.size()];
    }

    List<Submission> submissions() {
        return submissions;
    }

    void drafted(int place, Draft draft) {
        open.put(place, draft);
    }

    void end(int place, IntakeResult result) {
        results[place] = result;
        open.remove(place);
    }

    /** The same result for all that are still on their way and fit. */
    void endWhere(Predicate<Draft> fits, IntakeResult result) {
        for (int place : List.copyOf(open.keySet())) {
            if (fits.test(Objects.requireNonNull(open.get(place)))) {
                end(place, result);
            }
        }
    }

    /**
     * A committed message did not reach the queue. One that came with its id will come again with it, so it is not
     * done; any other is the sweeper's.
     */
    void comesAgain(Collection<MessageId> ids, IntakeResult result) {
        for (int place = 0; place < submissions.size(); place++) {
            if (submissions.get(place).id().filter(ids::contains).isPresent()) {
                results[place] = result;
            }
        }
    }

    /** The places of those that are refused so far and say which request they repeat. */
    List<Integer> refusedWithKey() {
        List<Integer> places = new ArrayList<>();
        for (int place = 0; place < results.length; place++) {
            boolean keyed = submissions.get(place).request().idempotencyKey().isPresent();
            if (keyed && results[place] instanceof IntakeResult.Refused) {
                places.add(place);
            }
        }
        return places;
    }

    Set<Sender> senders() {
        Set<Sender> senders = new LinkedHashSet<>();
        open.values().forEach(draft -> senders.add(draft.sender()));
        return senders;
    }

    /** Those still on their way, by portfolio. */
    Map<PortfolioId, List<Draft>> byPortfolio() {
        Map<PortfolioId, List<Draft>> groups = new LinkedHashMap<>();
        for (Draft draft : open.values()) {
            groups.computeIfAbsent(draft.sender().portfolio(), id -> new ArrayList<>())
                    .add(draft);
        }
        return groups;
    }

    /** What is to be committed, in the order of arrival. */
    List<Acceptance> acceptances(Map<MessageId, Acceptance> made) {
        open.forEach((place, draft) -> {
            places.add(place);
            acceptances.add(Objects.requireNonNull(made.get(draft.id())));
        });
        return acceptances;
    }

    /** The place of the n-th of the acceptances. */
    int placeOf(int acceptance) {
        return places.get(acceptance);
    }

    List<IntakeResult> results() {
        List<IntakeResult> all = new ArrayList<>(results.length);
        for (IntakeResult result : results) {
            all.add(Objects.requireNonNull(result));
        }
        return all;
    }
}
