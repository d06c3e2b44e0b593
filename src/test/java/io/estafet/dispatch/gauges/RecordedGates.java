package io.estafet.dispatch.gauges;

import io.estafet.admission.Charges;
import io.estafet.admission.Pauses;
import io.estafet.dispatch.Signals;
import io.estafet.journal.UnknownAttempts;
import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** What the gauges ask beyond the queue: charges, pauses and unknown attempts. */
final class RecordedGates {

    final Map<SenderId, Map<Reason, Instant>> paused = new ConcurrentHashMap<>();
    final Map<SenderId, Long> unknown = new ConcurrentHashMap<>();
    final AtomicReference<Charges.Usage> ofPortfolio = new AtomicReference<>(new Charges.Usage(0, Optional.empty()));
    final AtomicReference<Charges.Usage> ofNumber = new AtomicReference<>(new Charges.Usage(0, Optional.empty()));
    final Map<PersonId, Instant> counted = new ConcurrentHashMap<>();

    final Charges charges = new CountedCharges();
    final Pauses pauses = new PausesInForce();
    final UnknownAttempts unknownAttempts = new Counts();

    private final Signals signals;

    RecordedGates(Signals signals) {
        this.signals = signals;
    }

    private final class CountedCharges implements Charges {

        @Override
        public Uni<Optional<Instant>> counted(PortfolioId portfolio, PersonId person) {
            return signals.done("counted", () -> Optional.ofNullable(counted.get(person)));
        }

        @Override
        public Uni<Usage> usage(PortfolioId portfolio) {
            return signals.done("usage " + portfolio, ofPortfolio::get);
        }

        @Override
        public Uni<Usage> usage(PortfolioId portfolio, SenderId sender) {
            return signals.done("usage " + sender, ofNumber::get);
        }

        @Override
        public Uni<Void> moveForward(
                PortfolioId portfolio, SenderId sender, PersonId person, MessageId message, Instant at) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Void> refund(PortfolioId portfolio, SenderId sender, PersonId person, MessageId message) {
            throw new UnsupportedOperationException();
        }
    }

    private final class PausesInForce implements Pauses {

        @Override
        public Uni<Map<Reason, Instant>> pauses(PortfolioId portfolio, SenderId sender) {
            return signals.done("pauses " + sender, () -> paused.getOrDefault(sender, Map.of()));
        }

        @Override
        public Uni<Void> pause(
                PortfolioId portfolio, SenderId sender, Reason reason, Instant causeBeganAt, Instant until) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Void> resume(PortfolioId portfolio, SenderId sender, Reason reason) {
            throw new UnsupportedOperationException();
        }
    }

    private final class Counts implements UnknownAttempts {

        @Override
        public Uni<Map<SenderId, Long>> bySender() {
            return signals.done("unknown", () -> Map.copyOf(unknown));
        }

        @Override
        public Uni<List<Unknown>> due(Category category, Instant since, Optional<Unknown> after, int most) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Boolean> hasEvidence(Unknown attempt, Duration around, Instant workedOff) {
            throw new UnsupportedOperationException();
        }
    }
}
