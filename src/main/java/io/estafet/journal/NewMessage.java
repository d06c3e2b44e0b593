package io.estafet.journal;

import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.TenantId;
import io.estafet.queue.Entry;
import java.time.Instant;
import java.util.Optional;

/**
 * A validated message, ready to be committed.
 *
 * @param address E.164 with {@code +} or a user id
 * @param template {@code waba/name/language}; empty for a free-form message
 * @param body the message object as UTF-8 JSON, as the caller gave it
 * @param sendAt the earliest time of sending; when it is in the future, the message is held as {@code scheduled}
 * @param place the entry's place in the Redis intake list; empty for a message that came otherwise or has an
 *     idempotency key
 */
public record NewMessage(
        MessageId id,
        TenantId tenant,
        PortfolioId portfolio,
        SenderId sender,
        PersonId person,
        String address,
        Category category,
        Optional<String> template,
        byte[] body,
        Optional<Fallback> fallback,
        Instant acceptedAt,
        Optional<Instant> sendAt,
        Instant expiresAt,
        Optional<String> campaign,
        Optional<String> reference,
        Optional<IdempotencyKey> idempotencyKey,
        Optional<ListPlace> place) {

    /** The template message to send instead of a free-form one when the window is closed. */
    public record Fallback(String template, Category category, byte[] body) {}

    /** @param bodyHash SHA-256 of the request as canonical JSON */
    public record IdempotencyKey(String key, byte[] bodyHash) {}

    /**
     * Tells an entry of the Redis intake list from all others, also from an equal one beside it. Redis counts the
     * places and loses the count together with the list, so that an entry that comes back has its first place again.
     *
     * @param hash of the entry's bytes: in a list that came back, another entry may stand at a place that was used
     *     before
     */
    public record ListPlace(long place, long hash) {}

    /** True when the time of sending had not come yet at acceptance. */
    public boolean isScheduled() {
        return sendAt.isPresent() && sendAt.get().isAfter(acceptedAt);
    }

    /** The message as the queue is to know it. */
    public Entry entry() {
        return new Entry(
                id,
                sender,
                person,
                category,
                template,
                expiresAt.toEpochMilli(),
                sendAt.map(Instant::toEpochMilli).orElse(0L),
                0,
                fallback.map(Fallback::template),
                fallback.map(Fallback::category),
                false);
    }

    /** Masked: holds a person's address and words. */
    @Override
    public String toString() {
        return "NewMessage[" + id + "]";
    }
}
