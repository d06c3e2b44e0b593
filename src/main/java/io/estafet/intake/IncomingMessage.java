package io.estafet.intake;

import io.estafet.journal.NewMessage.ListPlace;
import io.estafet.message.MessageId;
import io.estafet.message.TenantId;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A message to accept.
 *
 * @param id set for an entry of the Redis list, so that processing it twice gives one message; empty otherwise
 * @param place of an entry of the Redis list without an idempotency key: it tells the entry from an equal one
 */
public record IncomingMessage(
        Source source, Optional<MessageId> id, TenantId tenant, ParsedMessage request, Optional<ListPlace> place) {

    public static IncomingMessage of(Source source, TenantId tenant, ParsedMessage request) {
        return new IncomingMessage(source, Optional.empty(), tenant, request, Optional.empty());
    }

    /**
     * An entry of the Redis list.
     *
     * @param place in line; an entry has it again when it comes back with an older Redis
     * @param entry the bytes as they were pushed
     */
    public static IncomingMessage entry(MessageId id, long place, byte[] entry, ParsedMessage request) {
        // An entry with an idempotency key is recognized by its key.
        Optional<ListPlace> known = request.idempotencyKey().isPresent()
                ? Optional.empty()
                : Optional.of(new ListPlace(place, hash(entry)));
        return new IncomingMessage(
                Source.LIST, Optional.of(id), request.tenant().orElseThrow(), request, known);
    }

    /**
     * The first 64 bits of SHA-256. They suffice, because only entries at the same place are compared, and there are
     * hardly ever two.
     */
    private static long hash(byte[] entry) {
        return ByteBuffer.wrap(CanonicalJson.sha256(entry)).getLong();
    }
}
