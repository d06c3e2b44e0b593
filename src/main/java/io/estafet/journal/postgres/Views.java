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
import io.estafet.postgres.Rows;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the tenant's view of a message from its rows. Acceptance and the rights to send have no events of their own.
 * The acceptance is in the message's row. Each "sending" is in the first event of its attempt, or in the message's row
 * while the attempt lasts.
 */
final class Views {

    private Views() {}

    static MessageView view(Row row, List<Step> timeline) {
        Short fallback = row.getBoolean("fallback_used") ? row.getShort("fallback_category") : null;
        return new MessageView(
                new MessageId(row.getUUID("id")),
                new TenantId(row.getString("tenant")),
                new PortfolioId(row.getString("portfolio")),
                new SenderId(row.getString("sender")),
                new PersonId(row.getLong("person")),
                row.getString("address"),
                Category.ofRank(fallback == null ? row.getShort("category") : fallback),
                Optional.ofNullable(row.getString("campaign")),
                Optional.ofNullable(row.getString("reference")),
                State.ofCode(row.getShort("state")),
                reason(row),
                Rows.optionalTime(row, "until"),
                row.getInteger("attempts"),
                Optional.ofNullable(row.getString("wamid")),
                Rows.time(row, "accepted_at"),
                Rows.time(row, "expires_at"),
                Rows.optionalTime(row, "sent_at"),
                timeline);
    }

    /** @param events in the order in which they happened */
    static List<Step> timeline(Row message, Iterable<Row> events) {
        List<Step> steps = new ArrayList<>();
        steps.add(acceptance(message));
        int latest = 0;
        for (Row event : events) {
            Optional<Instant> began = Rows.optionalTime(event, "began");
            Integer attempt = event.getInteger("attempt");
            if (began.isPresent() && attempt != null && attempt > latest) {
                latest = attempt;
                steps.add(step(began.get(), State.SENDING));
            }
            steps.add(new Step(
                    Rows.time(event, "at"),
                    State.ofCode(event.getShort("state")),
                    reason(event),
                    Optional.ofNullable(event.getString("detail"))));
        }
        if (State.ofCode(message.getShort("state")) == State.SENDING) {
            Rows.optionalTime(message, "attempt_at").ifPresent(at -> steps.add(step(at, State.SENDING)));
        }
        return List.copyOf(steps);
    }

    private static Step acceptance(Row message) {
        Instant accepted = Rows.time(message, "accepted_at");
        boolean scheduled = Rows.optionalTime(message, "send_at")
                .filter(at -> at.isAfter(accepted))
                .isPresent();
        return scheduled
                ? new Step(accepted, State.HELD, Optional.of(Reason.SCHEDULED), Optional.empty())
                : step(accepted, State.QUEUED);
    }

    private static Step step(Instant at, State state) {
        return new Step(at, state, Optional.empty(), Optional.empty());
    }

    /** The reason of a message or an event. */
    static Optional<Reason> reason(Row row) {
        return Optional.ofNullable(row.getShort("reason")).map(ordinal -> Reason.values()[ordinal]);
    }
}
