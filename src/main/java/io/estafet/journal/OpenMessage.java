package io.estafet.journal;

import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.queue.Entry;
import java.time.Instant;
import java.util.Optional;

/**
 * What the journal knows of a message that is not at its end, as far as the queue needs it.
 *
 * @param address E.164 with {@code +} or a user id; {@link PersonMessages#ERASED} when the person was erased
 * @param category of the message to be sent: the fallback's when it is used
 * @param template of the message to be sent: the fallback's when it is used; empty for a free-form message
 * @param attempts rights to send that were ever committed
 * @param tries how many of the attempts met a transient error or have an unknown outcome
 * @param attemptAt when the latest right was committed
 * @param deadline of the latest attempt, when there was one
 * @param countedAt the time of its live charge against the limits
 */
public record OpenMessage(
        MessageId id,
        PortfolioId portfolio,
        SenderId sender,
        PersonId person,
        String address,
        Category category,
        Optional<String> template,
        Optional<String> fallbackTemplate,
        Optional<Category> fallbackCategory,
        boolean fallbackUsed,
        State state,
        Optional<Reason> reason,
        Optional<Instant> until,
        int attempts,
        int tries,
        Optional<Instant> attemptAt,
        Optional<Instant> deadline,
        Optional<Instant> countedAt,
        Instant expiresAt) {

    /** The message as the queue is to know it. */
    public Entry entry() {
        return new Entry(
                id,
                sender,
                person,
                category,
                template,
                expiresAt.toEpochMilli(),
                notBeforeMillis(),
                attempts,
                fallbackUsed ? Optional.empty() : fallbackTemplate,
                fallbackUsed ? Optional.empty() : fallbackCategory,
                fallbackUsed);
    }

    /**
     * The end of a hold that ends at a known time, otherwise 0: a condition (a limit, a template, a person) is checked
     * again.
     */
    private long notBeforeMillis() {
        if (state != State.HELD || reason.isEmpty()) {
            return 0;
        }
        return switch (reason.get()) {
            case SCHEDULED, QUIET_HOURS, RETRY, FREQUENCY_CAP, MARKETING_LIMITED ->
                until.map(Instant::toEpochMilli).orElse(0L);
            default -> 0;
        };
    }

    /** Masked: holds a person's address. */
    @Override
    public String toString() {
        return "OpenMessage[" + id + ", " + state + "]";
    }
}
