package io.estafet.intake;

import io.estafet.message.MessageId;
import io.estafet.message.TenantId;
import java.util.Optional;

/**
 * A message to accept.
 *
 * @param id given before, so that a repeated submission is the same message; empty for a new one
 */
public record Submission(Source source, Optional<MessageId> id, TenantId tenant, MessageRequest request) {

    public static Submission of(Source source, TenantId tenant, MessageRequest request) {
        return new Submission(source, Optional.empty(), tenant, request);
    }
}
