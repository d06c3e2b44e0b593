package io.estafet.journal.postgres;

import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.estafet.journal.AdmissionDecision;
import io.estafet.journal.AttemptOutcome;
import io.estafet.journal.NewMessage;
import io.estafet.journal.RightToSend.Claim;
import io.estafet.message.AttemptId;
import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.message.TenantId;
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

    NewMessage plain() {
        return acceptance(id(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    NewMessage at(Instant acceptedAt) {
        return acceptance(id(acceptedAt), Optional.empty(), Optional.empty(), Optional.empty());
    }

    NewMessage scheduled(Duration ahead) {
        return acceptance(id(), Optional.empty(), Optional.of(now.plus(ahead)), Optional.empty());
    }

    NewMessage keyed(String key, String body) {
        return keyed(key, body, now);
    }

    NewMessage keyed(String key, String body, Instant acceptedAt) {
        NewMessage.IdempotencyKey named = new NewMessage.IdempotencyKey(key, bytes(body));
        return acceptance(id(), Optional.of(named), Optional.empty(), Optional.empty(), acceptedAt);
    }

    NewMessage withFallback() {
        NewMessage.Fallback fallback = new NewMessage.Fallback("w/hello/id", Category.UTILITY, bytes("fallback"));
        return acceptance(id(), Optional.empty(), Optional.empty(), Optional.of(fallback));
    }

    NewMessage acceptance(
            MessageId id,
            Optional<NewMessage.IdempotencyKey> key,
            Optional<Instant> sendAt,
            Optional<NewMessage.Fallback> fallback) {
        return acceptance(id, key, sendAt, fallback, now);
    }

    private NewMessage acceptance(
            MessageId id,
            Optional<NewMessage.IdempotencyKey> key,
            Optional<Instant> sendAt,
            Optional<NewMessage.Fallback> fallback,
            Instant acceptedAt) {
        return new NewMessage(
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
    NewMessage placed(MessageId id, long place, long hash) {
        NewMessage plain = plain();
        return new NewMessage(
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
                Optional.of(new NewMessage.ListPlace(place, hash)));
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
                false,
                now.plusSeconds(1));
    }

    AdmissionDecision decision(MessageId id, State state, int attempts) {
        Optional<Instant> until = state == State.HELD ? Optional.of(now.plusSeconds(60)) : Optional.empty();
        return new AdmissionDecision(id, state, reason(state), until, attempts, Optional.empty(), now.plusSeconds(1));
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
