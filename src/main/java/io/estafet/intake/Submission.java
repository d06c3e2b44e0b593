package io.estafet.intake;

import io.estafet.message.MessageId;
import io.estafet.message.TenantId;
import io.estafet.outcome.Acceptance.ListPlace;
import java.util.Optional;

/**
 * A message to accept.
 *
 * @param id given before, so that a repeated submission is the same message; empty for a new one
 * @param place of an entry of the Redis list without idempotency key: what tells it from an equal one
 */
public record Submission(
        Source source, Optional<MessageId> id, TenantId tenant, MessageRequest request, Optional<ListPlace> place) {

    public static Submission of(Source source, TenantId tenant, MessageRequest request) {
        return new Submission(source, Optional.empty(), tenant, request, Optional.empty());
    }
}
