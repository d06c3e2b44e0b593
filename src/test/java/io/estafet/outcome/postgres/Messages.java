package io.estafet.outcome.postgres;

import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.estafet.message.AttemptId;
import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.message.TenantId;
import io.estafet.outcome.Acceptance;
import io.estafet.outcome.AttemptOutcome;
import io.estafet.outcome.Decision;
import io.estafet.outcome.RightToSend.Claim;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** Messages of one portfolio for tests. Times have milliseconds only, as ids do. */
final class Messages {

    private static final TimeBasedEpochGenerator IDS = new TimeBasedEpochGenerator(new Random());

    final PortfolioId portfolio = new PortfolioId("p-" + UUID.randomUUID());
    final TenantId tenant = new TenantId("t-" + UUID.randomUUID());
    final SenderId sender = new SenderId("1555000111");
    final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    static MessageId id() {
        return new MessageId(IDS.generate());
    }

    static MessageId id(Instant at) {
        return new MessageId(IDS.construct(at.toEpochMilli()));
    }

    Acceptance plain() {
        return acceptance(id(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    Acceptance at(Instant acceptedAt) {
        return acceptance(id(acceptedAt), Optional.empty(), Optional.empty(), Optional.empty());
    }

    Acceptance scheduled(Duration ahead) {
        return acceptance(id(), Optional.empty(), Optional.of(now.plus(ahead)), Optional.empty());
    }

    Acceptance keyed(String key, String body) {
        return keyed(key, body, now);
    }

    Acceptance keyed(String key, String body, Instant acceptedAt) {
        Acceptance.IdempotencyKey named = new Acceptance.IdempotencyKey(key, bytes(body));
        return acceptance(id(), Optional.of(named), Optional.empty(), Optional.empty(), acceptedAt);
    }

    Acceptance withFallback() {
        Acceptance.Fallback fallback = new Acceptance.Fallback("w/hello/id", Category.UTILITY, bytes("fallback"));
        return acceptance(id(), Optional.empty(), Optional.empty(), Optional.of(fallback));
    }

    Acceptance acceptance(
            MessageId id,
            Optional<Acceptance.IdempotencyKey> key,
            Optional<Instant> sendAt,
            Optional<Acceptance.Fallback> fallback) {
        return acceptance(id, key, sendAt, fallback, now);
    }

    private Acceptance acceptance(
            MessageId id,
            Optional<Acceptance.IdempotencyKey> key,
            Optional<Instant> sendAt,
            Optional<Acceptance.Fallback> fallback,
            Instant acceptedAt) {
        return new Acceptance(
                id,
                tenant,
                portfolio,
                sender,
                new PersonId(7),
                "+6281200000007",
                Category.SERVICE,
                Optional.empty(),
                bytes("{\"type\":\"text\",\"text\":{\"body\":\"Halo 🙂\"}}"),
                fallback,
                acceptedAt,
                sendAt,
                acceptedAt.plus(Duration.ofDays(1)),
                Optional.of("campaign"),
                Optional.of("reference"),
                key,
                Optional.empty());
    }

    /** An entry of the intake list without key. */
    Acceptance placed(MessageId id, long place, long hash) {
        Acceptance plain = plain();
        return new Acceptance(
                id,
                tenant,
                portfolio,
                sender,
                plain.person(),
                plain.address(),
                plain.category(),
                Optional.empty(),
                plain.body(),
                Optional.empty(),
                now,
                Optional.empty(),
                plain.expiresAt(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Acceptance.ListPlace(place, hash)));
    }

    Claim claim(MessageId id, int attempt, long epoch) {
        return claim(id, attempt, epoch, Optional.of(now), false, now);
    }

    Claim claim(MessageId id, int attempt, long epoch, Optional<Instant> charged, boolean fallback, Instant at) {
        return new Claim(new AttemptId(id, attempt), portfolio, epoch, charged, fallback, at, at.plusSeconds(8));
    }

    AttemptOutcome outcome(MessageId id, int attempt, State state) {
        return outcome(id, attempt, state, false, false);
    }

    AttemptOutcome outcome(MessageId id, int attempt, State state, boolean countsAsTry, boolean refund) {
        return new AttemptOutcome(
                new AttemptId(id, attempt),
                state,
                reason(state),
                state == State.HELD ? Optional.of(now.plusSeconds(60)) : Optional.empty(),
                state == State.SENT ? Optional.of("wamid." + id) : Optional.empty(),
                Optional.of("detail"),
                countsAsTry,
                refund,
                now.plusSeconds(1));
    }

    Decision decision(MessageId id, State state, int attempts) {
        Optional<Instant> until = state == State.HELD ? Optional.of(now.plusSeconds(60)) : Optional.empty();
        return new Decision(id, state, reason(state), until, attempts, Optional.empty(), now.plusSeconds(1));
    }

    static Optional<Reason> reason(State state) {
        return switch (state) {
            case HELD -> Optional.of(Reason.RETRY);
            case FAILED -> Optional.of(Reason.API_ERROR);
            case REJECTED -> Optional.of(Reason.NO_CONSENT);
            case EXPIRED -> Optional.of(Reason.EXPIRED);
            case QUEUED, SENDING, UNKNOWN, SENT, DELIVERED, READ, CANCELLED -> Optional.empty();
        };
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
