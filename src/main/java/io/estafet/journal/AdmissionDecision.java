package io.estafet.journal;

import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.Reason;
import io.estafet.message.State;
import java.time.Instant;
import java.util.Optional;

/**
 * What admission decided about a waiting message: back to {@code queued}, {@code held}, {@code rejected} or
 * {@code expired}.
 *
 * @param attempts rights to send that the decider knew of; an older knowledge decides nothing
 * @param fallback present when the fallback is used from now on: the category of its template
 */
public record AdmissionDecision(
        MessageId id,
        State state,
        Optional<Reason> reason,
        Optional<Instant> until,
        int attempts,
        Optional<Category> fallback,
        Instant at) {}
