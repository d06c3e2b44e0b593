package io.estafet.journal;

import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.Reason;
import io.estafet.message.State;
import java.time.Instant;
import java.util.Optional;

/**
 * What admission decided about a waiting message: it becomes {@code queued}, {@code held}, {@code rejected} or
 * {@code expired}.
 *
 * @param attempts the rights to send that were known when the decision was made; when the message has had another one
 *     since, the decision changes nothing
 * @param fallback the category of the fallback's template; present when the fallback is used from now on
 */
public record AdmissionDecision(
        MessageId id,
        State state,
        Optional<Reason> reason,
        Optional<Instant> until,
        int attempts,
        Optional<Category> fallback,
        Instant at) {}
