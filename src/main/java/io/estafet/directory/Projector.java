package io.estafet.directory;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
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
 * Brings committed changes to Redis and settles their debts. What comes while one payment of a portfolio is under way
 * is paid together by the next, so that a thousand refusals at once are not a thousand journeys. A change that Redis
 * does not take keeps its debt, which every replica looks for; taking one twice changes nothing.
 */
@Singleton
public final class Projector {

    private static final Logger LOG = Logger.getLogger(Projector.class);

    /** Of one payment, a millisecond or two of Redis' time; a debt alone may have more. */
    private static final int MOST_PERSONS = 2 * Consents.MAX_CHANGES;

    /** A debt of so many people at most has somebody waiting; of more it is an import. */
    private static final int FEW = 20;

    private final LiveProjection live;
    private final Debts debts;
    private final Turns<Creditor> turns = new Turns<>();
    private final Map<Creditor, Payment> gathering = new ConcurrentHashMap<>();

    public Projector(LiveProjection live, Debts debts) {
        this.live = live;
        this.debts = debts;
    }

    /**
     * Ends when the change is in Redis, or is known to come there later; never fails. May continue on the context of
     * another caller whose debt was paid with this one.
     */
    public Uni<Void> pay(Debt debt) {
        return Uni.createFrom().deferred(() -> {
            Creditor creditor = Creditor.of(debt);
            Payment mine = new Payment(debt);
            Payment next = gathering.merge(creditor, mine, Payment::joinedBy);
            // A copy: the one who gives up cancels what he waits for.
            return next == mine ? lead(creditor, mine) : Uni.createFrom().completionStage(next.end.copy());
        });
    }

    /** Waits for the payment before it while others join. One whose caller gives up is left to the search for debts. */
    private Uni<Void> lead(Creditor creditor, Payment payment) {
        return turns.inTurn(creditor, Uni.createFrom().deferred(() -> {
                    gathering.remove(creditor, payment);
                    return pay(creditor, payment.debts);
                }))
                .onTermination()
                .invoke(() -> {
                    gathering.remove(creditor, payment);
                    payment.end.complete(null);
                });
    }

    private Uni<Void> pay(Creditor creditor, List<Debt> owed) {
        return take(creditor, owed)
                .chain(() -> debts.settle(owed))
                .onFailure()
                .invoke(failure ->
                        LOG.warnf("portfolio %s: Redis takes a change later: %s", creditor.portfolio(), failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> take(Creditor creditor, List<Debt> owed) {
        if (!creditor.ofPersons()) {
            return live.projectDirectory(creditor.portfolio());
        }
        Stream<PersonId> persons =
                owed.stream().map(Debt::persons).flatMap(Optional::stream).flatMap(List::stream);
        return live.projectPersons(creditor.portfolio(), persons.distinct().toList());
    }

    /**
     * Numbers and templates that cannot be written do not keep people's stops waiting, nor does the import that Redis
     * did not take while it was silent: a hundred such debts, one after the other, are a minute of deadlines.
     */
    private record Creditor(PortfolioId portfolio, boolean ofPersons, boolean ofFew) {

        static Creditor of(Debt debt) {
            int persons = debt.persons().map(List::size).orElse(0);
            return new Creditor(debt.portfolio(), debt.persons().isPresent(), persons <= FEW);
        }
    }

    /** Joined under the lock of its place in the map, and by nobody once it has left the map. */
    private static final class Payment {

        private final List<Debt> debts = new ArrayList<>();
        private final CompletableFuture<Void> end = new CompletableFuture<>();
        private int persons;

        Payment(Debt first) {
            add(first);
        }

        /** @return this one with the other's debts, or the other as the next to gather when this one is full */
        Payment joinedBy(Payment other) {
            if (persons + other.persons > MOST_PERSONS) {
                return other;
            }
            other.debts.forEach(this::add);
            return this;
        }

        private void add(Debt debt) {
            debts.add(debt);
            persons += debt.persons().map(List::size).orElse(0);
        }
    }
}
