package io.estafet.journal;

import io.estafet.journal.NewMessage.IdempotencyKey;
import io.estafet.message.TenantId;
import io.estafet.reactive.TimeoutFailures;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The writing side of the journal. Every method that writes commits before it answers. A batch is written as a whole,
 * not message by message.
 */
public interface Journal {

    /** How callers are told that the journal is busy or away, or that the answer to a commit was lost. */
    TimeoutFailures FAILURES = new TimeoutFailures(
            JournalBusyException::new, JournalUnavailableException::new, OutcomeUnclearException::new);

    /**
     * Commits messages; answers one for one, in order. Group-committed, so callers may submit messages one by one.
     * Fails when the commit is known not to have happened, or when its answer was lost
     * ({@link OutcomeUnclearException}).
     */
    Uni<List<AcceptResult>> accept(List<NewMessage> messages);

    /**
     * What the keys stand for that were used within 24 h; one for one, in order. {@code REPLAYED} for the same body,
     * {@code KEY_REUSED} for another body, empty for a key that is free. Takes no key.
     */
    Uni<List<Optional<AcceptResult>>> earlier(List<KeyUse> uses, Instant now);

    /**
     * Records what admission decided for waiting messages. A message that has moved on stays as it is. Answers one for
     * one, in order, whether the decision was recorded now.
     */
    Uni<List<Boolean>> decide(List<AdmissionDecision> decisions);

    /**
     * Records what became of attempts. An outcome moves a message only when it belongs to the latest attempt and the
     * message is {@code sending} (or {@code unknown}, for a late answer). For an erased message
     * ({@link PersonMessages}) {@code held} becomes {@code cancelled}.
     */
    Uni<Void> record(List<AttemptOutcome> outcomes);

    /** An idempotency key and the tenant that used it. */
    record KeyUse(TenantId tenant, IdempotencyKey key) {}
}
