package io.estafet.intake;

import io.estafet.journal.NewMessage;
import io.estafet.journal.NewMessage.Fallback;
import io.estafet.journal.NewMessage.ListPlace;
import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.queue.Entry;
import io.estafet.sender.Sender;
import java.time.Instant;
import java.util.Optional;

/**
 * A message that passed all checks against the directory; only its person is still missing.
 *
 * @param template {@code waba/name/language}; empty for a free-form message
 * @param sendAt present only when it is in the future
 */
record CheckedMessage(
        MessageId id,
        ParsedMessage request,
        Sender sender,
        Category category,
        Optional<String> template,
        Optional<Fallback> fallback,
        Instant acceptedAt,
        Optional<Instant> sendAt,
        Instant expiresAt,
        Optional<ListPlace> place) {

    NewMessage newMessage(PersonId person) {
        return new NewMessage(
                id,
                sender.tenant(),
                sender.portfolio(),
                sender.id(),
                person,
                request.address().value(),
                category,
                template,
                request.message().json(),
                fallback,
                acceptedAt,
                sendAt,
                expiresAt,
                request.campaign(),
                request.reference(),
                request.idempotencyKey(),
                place);
    }

    /** The message as the queue knows it before its first attempt. */
    static Entry entry(NewMessage accepted) {
        return new Entry(
                accepted.id(),
                accepted.sender(),
                accepted.person(),
                accepted.category(),
                accepted.template(),
                accepted.expiresAt().toEpochMilli(),
                accepted.sendAt().map(Instant::toEpochMilli).orElse(0L),
                0,
                accepted.fallback().map(Fallback::template),
                accepted.fallback().map(Fallback::category),
                false);
    }
}
