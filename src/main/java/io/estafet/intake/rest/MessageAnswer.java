package io.estafet.intake.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.estafet.journal.MessageView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as the API answers it.
 *
 * @param timeline absent in lists
 */
record MessageAnswer(
        String id,
        String tenant,
        String sender,
        String to,
        String category,
        @Nullable String campaign,
        @Nullable String reference,
        String state,
        @Nullable String reason,
        @Nullable Instant until,
        int attempts,
        @Nullable String wamid,
        Instant acceptedAt,
        Instant expiresAt,
        @Nullable Instant sentAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Step> timeline) {

    /** A step of the timeline. */
    record Step(
            Instant at,
            String state,
            @Nullable String reason,
            @Nullable String detail) {}

    static MessageAnswer of(MessageView view, boolean withTimeline) {
        return new MessageAnswer(
                view.id().toString(),
                view.tenant().value(),
                view.sender().value(),
                view.address(),
                view.category().word(),
                view.campaign().orElse(null),
                view.reference().orElse(null),
                view.state().word(),
                view.reason().map(reason -> reason.word()).orElse(null),
                view.until().orElse(null),
                view.attempts(),
                view.wamid().orElse(null),
                view.acceptedAt(),
                view.expiresAt(),
                view.sentAt().orElse(null),
                withTimeline ? view.timeline().stream().map(MessageAnswer::step).toList() : null);
    }

    private static Step step(MessageView.Step step) {
        return new Step(
                step.at(),
                step.state().word(),
                step.reason().map(reason -> reason.word()).orElse(null),
                step.detail().orElse(null));
    }
}
