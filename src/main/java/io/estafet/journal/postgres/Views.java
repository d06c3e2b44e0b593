package io.estafet.journal.postgres;

import io.estafet.journal.MessageView;
import io.estafet.journal.MessageView.Step;
import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.message.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tenant's view of a message from its rows. Acceptance and the rights to send have no events of their own.
 * The acceptance is in the message's row. Each "sending" is in the first event of its attempt, or in the message's row
 * while the attempt lasts.
 */
final class Views {

    private Views() {}

    static MessageView view(MessageRow row, List<Step> timeline) {
        Short category = row.fallbackUsed && row.fallbackCategory != null ? row.fallbackCategory : row.category;
        return new MessageView(
                new MessageId(row.id),
                new TenantId(row.tenant),
                new PortfolioId(row.portfolio),
                new SenderId(row.sender),
                new PersonId(row.person),
                row.address,
                Category.ofRank(category),
                Optional.ofNullable(row.campaign),
                Optional.ofNullable(row.reference),
                State.ofCode(row.state),
                reason(row.reason),
                Optional.ofNullable(row.notBefore),
                row.attempts,
                Optional.ofNullable(row.wamid),
                row.acceptedAt,
                row.expiresAt,
                Optional.ofNullable(row.sentAt),
                timeline);
    }

    /** @param events in the order in which they happened */
    static List<Step> timeline(MessageRow row, List<EventRow> events) {
        List<Step> steps = new ArrayList<>();
        steps.add(acceptance(row));
        int told = 0;
        for (EventRow event : events) {
            if (event.began != null && event.attempt != null && event.attempt > told) {
                told = event.attempt;
                steps.add(step(event.began, State.SENDING));
            }
            steps.add(new Step(
                    event.happenedAt,
                    State.ofCode(event.state),
                    reason(event.reason),
                    Optional.ofNullable(event.detail)));
        }
        if (State.ofCode(row.state) == State.SENDING && row.attemptAt != null) {
            steps.add(step(row.attemptAt, State.SENDING));
        }
        return List.copyOf(steps);
    }

    private static Step acceptance(MessageRow row) {
        boolean scheduled = row.sendAt != null && row.sendAt.isAfter(row.acceptedAt);
        return scheduled
                ? new Step(row.acceptedAt, State.HELD, Optional.of(Reason.SCHEDULED), Optional.empty())
                : step(row.acceptedAt, State.QUEUED);
    }

    private static Step step(Instant at, State state) {
        return new Step(at, state, Optional.empty(), Optional.empty());
    }

    private static Optional<Reason> reason(@Nullable Short code) {
        return Optional.ofNullable(code).map(ordinal -> Reason.values()[ordinal]);
    }
}
