package io.estafet.directory.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.estafet.directory.SenderStatus.Status;
import io.estafet.message.Category;
import io.estafet.message.Reason;
import io.estafet.sender.Health;
import io.estafet.sender.Sender;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A number as the API shows it, without its token. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SenderView(
        String id,
        String portfolio,
        String wabaId,
        String displayPhoneNumber,
        String baseUrl,
        int throughput,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Long dailyLimit,
        boolean paused,
        boolean webhooks,
        String quality,
        String status,
        @Nullable Map<String, Long> queued,
        @Nullable Long used,
        @Nullable Double rate,
        @Nullable List<Pause> pauses) {

    /** Characters of everything but names and texts. */
    private static final int REST = 400;

    /** The approximate number of characters of its JSON. */
    int length() {
        return REST
                + id.length()
                + portfolio.length()
                + wabaId.length()
                + displayPhoneNumber.length()
                + baseUrl.length();
    }

    /** A pause in force. */
    record Pause(String reason, Instant until) {}

    static SenderView of(Sender sender, Health health, Optional<Status> status) {
        return new SenderView(
                sender.id().value(),
                sender.portfolio().value(),
                sender.wabaId(),
                sender.displayPhoneNumber(),
                sender.baseUrl().toString(),
                sender.throughput(),
                sender.dailyLimit().orElse(null),
                sender.paused(),
                sender.webhooks(),
                health.quality().name(),
                health.status().name(),
                status.map(now -> queued(now.queued())).orElse(null),
                status.map(Status::used).orElse(null),
                status.map(Status::rate).orElse(null),
                status.map(now -> pauses(now.pauses())).orElse(null));
    }

    private static Map<String, Long> queued(Map<Category, Long> queued) {
        return queued.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().word(), Map.Entry::getValue));
    }

    private static List<Pause> pauses(Map<Reason, Instant> pauses) {
        return pauses.entrySet().stream()
                .map(pause -> new Pause(pause.getKey().word(), pause.getValue()))
                .toList();
    }
}
