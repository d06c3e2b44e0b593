package io.estafet.journal;

import io.estafet.journal.NewMessage.IdempotencyKey;
import io.estafet.message.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The writing face of the journal. Every method commits before it answers; batches are one statement each. */
public interface Journal {

    /**
     * Commits messages; answers one for one, in order. Group-committed: callers may come one by one. Fails when the
     * commit is known not to have happened or its answer was lost ({@link OutcomeUnclearException}).
     */
    Uni<List<AcceptResult>> accept(List<NewMessage> messages);

    /**
     * What keys stand for that were used within a day; one for one, in order. {@code REPLAYED} for the same body,
     * {@code KEY_REUSED} for another, empty for a key that is free. Takes no key.
     */
    Uni<List<Optional<AcceptResult>>> earlier(List<KeyUse> uses, Instant now);

    /**
     * Records what admission decided for waiting messages; a message that has moved on stays as it is. Answers one for
     * one, in order, whether the decision holds now.
     */
    Uni<List<Boolean>> decide(List<AdmissionDecision> decisions);

    /**
     * Records what became of attempts. Only the latest attempt of a message that is {@code sending} (or {@code unknown},
     * for a late answer) moves; anything else stays as it is. Of an erased message ({@link PersonMessages}) {@code held}
     * becomes {@code cancelled}.
     */
    Uni<Void> record(List<AttemptOutcome> outcomes);

    /** A request's key, and whose. */
    record KeyUse(TenantId tenant, IdempotencyKey key) {}
}
