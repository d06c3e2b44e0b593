package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.uuid.Generators;
import io.estafet.consequence.VerdictConsequences;
import io.estafet.delivery.DeliveryResult;
import io.estafet.delivery.Verdict;
import io.estafet.directory.Feedback;
import io.estafet.message.Backoff;
import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.message.TenantId;
import io.estafet.queue.Entry;
import io.estafet.sender.AccessToken;
import io.estafet.sender.Sender;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** For how long the record of an attempt waits for what its answer teaches. */
class AnswerConsequencesTest {

    private static final PortfolioId PORTFOLIO = new PortfolioId("p");
    private static final SenderId SENDER = new SenderId("s");
    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

    private final List<Boolean> told = new CopyOnWriteArrayList<>();

    @Test
    void theRecordOfAPausedTemplatesMessageSaysWhetherThePauseIsKnown() {
        consequences(Uni.createFrom().item(true)).learn(refused(Reason.TEMPLATE_PAUSED), told::add);

        assertThat(told).containsExactly(true);
    }

    @Test
    void theRecordOfAPausedTemplatesMessageWaitsTwoSecondsAtMost() {
        consequences(Uni.createFrom().nothing()).learn(refused(Reason.TEMPLATE_PAUSED), told::add);

        assertThat(told).as("told at once").isEmpty();
        await("told that nothing is known")
                .atMost(Duration.ofSeconds(4))
                .untilAsserted(() -> assertThat(told).containsExactly(false));
    }

    @Test
    void everyOtherRecordWaitsForNothing() {
        consequences(Uni.createFrom().nothing()).learn(refused(Reason.TEMPLATE_DISABLED), told::add);

        assertThat(told).containsExactly(false);
    }

    /** A refused template concerns the directory alone. */
    private static AnswerConsequences consequences(Uni<Boolean> consequence) {
        VerdictConsequences consequences =
                new VerdictConsequences(null, null, null, null, new Templates(consequence), null);
        return new AnswerConsequences(consequences, SENDER, Runnable::run);
    }

    private record Templates(Uni<Boolean> refusal) implements Feedback {

        @Override
        public Uni<Boolean> templateRefused(PortfolioId sentFrom, String template, Refusal ignored) {
            return refusal;
        }

        @Override
        public Uni<Void> personRefused(PortfolioId portfolio, PersonId person, Refusal ignored) {
            throw new UnsupportedOperationException();
        }
    }

    private static AnswerConsequences.Ended refused(Reason reason) {
        boolean isHeld = reason.state() == State.HELD;
        Duration wait = Duration.ofHours(3);
        Verdict verdict = new Verdict(
                reason.state(),
                Optional.of(reason),
                isHeld ? Optional.of(wait) : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(Verdict.Effect.REFUND),
                Optional.of(new Verdict.Pause(Verdict.Scope.TEMPLATE, reason, wait, new Backoff(wait, 2, wait))));
        return new AnswerConsequences.Ended(
                sender(),
                PORTFOLIO,
                new InflightMessage(entry(), NOW.toEpochMilli(), 0, 0, 0),
                new DeliveryResult.Refused(132015, "paused", Optional.empty()),
                verdict,
                NOW,
                NOW);
    }

    private static Sender sender() {
        return new Sender(
                SENDER,
                new TenantId("t"),
                PORTFOLIO,
                "w",
                "+1",
                URI.create("http://127.0.0.1:9"),
                new AccessToken("token"),
                80,
                Optional.empty(),
                false,
                true);
    }

    private static Entry entry() {
        return new Entry(
                new MessageId(Generators.timeBasedEpochRandomGenerator().generate()),
                SENDER,
                new PersonId(1),
                Category.UTILITY,
                Optional.of("w/hello/en"),
                NOW.plusSeconds(60).toEpochMilli(),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                false);
    }
}
