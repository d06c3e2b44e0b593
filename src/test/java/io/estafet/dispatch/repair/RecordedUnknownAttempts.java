package io.estafet.dispatch.repair;

import io.estafet.dispatch.Signals;
import io.estafet.journal.UnknownAttempts;
import io.estafet.message.Category;
import io.estafet.message.SenderId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The journal's port for unknown attempts: a list of them, and what was asked. */
final class RecordedUnknownAttempts implements UnknownAttempts {

    /** In the order of the times since when they have been unknown. */
    final List<Unknown> unknown = new CopyOnWriteArrayList<>();
    /** Numbers of which statuses have arrived. */
    final Set<SenderId> heard = ConcurrentHashMap.newKeySet();

    final List<Due> asked = new CopyOnWriteArrayList<>();
    final List<Evidence> evidence = new CopyOnWriteArrayList<>();

    private final Signals signals;

    /** One call of {@link #due}. */
    record Due(Category category, Instant since, Optional<Unknown> after) {}

    /** One call of {@link #hasEvidence}. */
    record Evidence(Unknown unknown, Duration around, Instant workedOff) {}

    RecordedUnknownAttempts(Signals signals) {
        this.signals = signals;
    }

    @Override
    public Uni<List<Unknown>> due(Category category, Instant since, Optional<Unknown> after, int most) {
        return signals.done("due", () -> {
            asked.add(new Due(category, since, after));
            return unknown.stream()
                    .filter(attempt ->
                            attempt.category() == category && !attempt.since().isAfter(since))
                    .skip(after.map(last -> unknown.indexOf(last) + 1L).orElse(0L))
                    .limit(most)
                    .toList();
        });
    }

    @Override
    public Uni<Boolean> hasEvidence(Unknown attempt, Duration around, Instant workedOff) {
        return signals.done("evidence", () -> {
            evidence.add(new Evidence(attempt, around, workedOff));
            return heard.contains(attempt.sender());
        });
    }

    @Override
    public Uni<Map<SenderId, Long>> bySender() {
        throw new UnsupportedOperationException();
    }
}
