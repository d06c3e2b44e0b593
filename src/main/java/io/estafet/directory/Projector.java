package io.estafet.directory;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.reactive.Unis;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Brings committed changes to Redis and removes them from the outbox. Changes that arrive while a batch of their
 * portfolio is under way are projected together by the next batch, so that a thousand refusals at once do not cost a
 * thousand round trips. A change that Redis does not take stays in the outbox, which every replica polls; projecting
 * one twice changes nothing.
 */
@Singleton
public final class Projector {

    private static final Logger LOG = Logger.getLogger(Projector.class);

    /** People in one batch: a millisecond or two of Redis' time. One change alone may have more. */
    private static final int MOST_PERSONS = 2 * Consents.MAX_CHANGES;

    /** A change of at most this many people has a caller who waits. A larger change is an import. */
    private static final int FEW = 20;

    private final LiveProjection live;
    private final ProjectionOutbox outbox;
    private final KeyedSequencer<Scope> sequencer = new KeyedSequencer<>();
    private final Map<Scope, Batch> gathering = new ConcurrentHashMap<>();

    public Projector(LiveProjection live, ProjectionOutbox outbox) {
        this.live = live;
        this.outbox = outbox;
    }

    /**
     * Ends when Redis has taken the change, or is known to take it later. Never fails. May continue on the context of
     * another caller whose change was in the same batch.
     */
    public Uni<Void> project(PendingProjection change) {
        return Uni.createFrom().deferred(() -> {
            Scope scope = Scope.of(change);
            Batch mine = new Batch(change);
            Batch next = gathering.merge(scope, mine, Batch::joinedBy);
            // A copy, because a caller that gives up cancels the stage that it waits for.
            return next == mine ? lead(scope, mine) : Uni.createFrom().completionStage(next.end.copy());
        });
    }

    /**
     * Waits for the previous batch to end; meanwhile other changes join this one. A batch whose caller gives up is left
     * to the outbox poll.
     */
    private Uni<Void> lead(Scope scope, Batch batch) {
        return sequencer
                .inTurn(scope, Uni.createFrom().deferred(() -> {
                    gathering.remove(scope, batch);
                    return project(scope, batch.changes);
                }))
                .onTermination()
                .invoke(() -> {
                    gathering.remove(scope, batch);
                    batch.end.complete(null);
                });
    }

    private Uni<Void> project(Scope scope, List<PendingProjection> changes) {
        return Unis.recovered(
                write(scope, changes).chain(() -> outbox.markProjected(changes)),
                failure -> LOG.warnf("portfolio %s: Redis takes a change later: %s", scope.portfolio(), failure));
    }

    private Uni<Void> write(Scope scope, List<PendingProjection> changes) {
        if (!scope.ofPersons()) {
            return live.projectDirectory(scope.portfolio());
        }
        Stream<PersonId> persons = changes.stream()
                .map(PendingProjection::persons)
                .flatMap(Optional::stream)
                .flatMap(List::stream);
        return live.projectPersons(scope.portfolio(), persons.distinct().toList());
    }

    /**
     * Changes of one scope are projected one batch after the other. Numbers and templates that cannot be written must
     * not delay people's stops. Neither must an import that Redis did not take while it was silent: a hundred such
     * changes in a row cost a minute of deadlines.
     */
    private record Scope(PortfolioId portfolio, boolean ofPersons, boolean ofFew) {

        static Scope of(PendingProjection change) {
            int persons = change.persons().map(List::size).orElse(0);
            return new Scope(change.portfolio(), change.persons().isPresent(), persons <= FEW);
        }
    }

    /** Changes join a batch under the lock of its place in the map. None joins once the batch has left the map. */
    private static final class Batch {

        private final List<PendingProjection> changes = new ArrayList<>();
        private final CompletableFuture<Void> end = new CompletableFuture<>();
        private int persons;

        Batch(PendingProjection first) {
            add(first);
        }

        /**
         * @return this batch with the other's changes; when this one is full, the other one, which gathers from then on
         */
        Batch joinedBy(Batch other) {
            if (persons + other.persons > MOST_PERSONS) {
                return other;
            }
            other.changes.forEach(this::add);
            return this;
        }

        private void add(PendingProjection change) {
            changes.add(change);
            persons += change.persons().map(List::size).orElse(0);
        }
    }
}
