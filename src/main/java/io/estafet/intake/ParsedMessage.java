package io.estafet.intake;

import io.estafet.journal.NewMessage.IdempotencyKey;
import io.estafet.message.Category;
import io.estafet.message.SenderId;
import io.estafet.message.TenantId;
import io.estafet.recipient.Address;
import java.time.Instant;
import java.util.Optional;

/**
 * A message as the parser understood it: well-formed, not yet checked against the directory.
 *
 * @param tenant named by an entry of the Redis list; empty for a caller whose credential names it
 */
public record ParsedMessage(
        Optional<TenantId> tenant,
        SenderId sender,
        Address address,
        Content message,
        Optional<Category> category,
        Optional<Content> fallback,
        Optional<Instant> sendAt,
        Optional<Instant> expiresAt,
        Optional<String> campaign,
        Optional<String> reference,
        Optional<IdempotencyKey> idempotencyKey) {

    /**
     * A message object.
     *
     * @param template empty for a free-form message
     * @param json as the caller wrote it, byte for byte
     */
    public record Content(Optional<TemplateName> template, byte[] json) {

        /** Masked: holds the message's content. */
        @Override
        public String toString() {
            return "Content[" + json.length + " bytes]";
        }
    }

    /** A template as a message names it; its account is that of the message's sender. */
    public record TemplateName(String name, String language) {}

    /** Masked: holds a person's address and words. */
    @Override
    public String toString() {
        return "ParsedMessage[" + sender + "]";
    }
}
