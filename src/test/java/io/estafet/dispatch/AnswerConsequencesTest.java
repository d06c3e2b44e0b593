package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.uuid.Generators;
import io.estafet.admission.Taken;
import io.estafet.consequence.VerdictConsequences;
import io.estafet.consequence.WaIdAliases;
import io.estafet.delivery.DeliveryResult;
import io.estafet.delivery.InflightLimit;
import io.estafet.delivery.InflightLimits;
import io.estafet.delivery.TestConfigs;
import io.estafet.delivery.Verdict;
import io.estafet.directory.Feedback;
import io.estafet.directory.People;
import io.estafet.journal.RightToSend.Right;
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
import io.estafet.recipient.Address;
import io.estafet.sender.AccessToken;
import io.estafet.sender.Sender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What answers teach, and for how long the record of an attempt waits for it. */
class AnswerConsequencesTest {

    private static final PortfolioId PORTFOLIO = new PortfolioId("p");
    private static final SenderId SENDER = new SenderId("s");
    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

    private final List<Boolean> told = new CopyOnWriteArrayList<>();

    @Test
    void theRecordOfAPausedTemplatesMessageSaysWhetherThePauseIsKnown() {
        apply(Uni.createFrom().item(true), Reason.TEMPLATE_PAUSED);

        assertThat(told).containsExactly(true);
    }

    @Test
    void theRecordOfAPausedTemplatesMessageWaitsTwoSecondsAtMost() {
        apply(Uni.createFrom().nothing(), Reason.TEMPLATE_PAUSED);

        assertThat(told).as("told at once").isEmpty();
        await("told that nothing is known")
                .atMost(Duration.ofSeconds(4))
                .untilAsserted(() -> assertThat(told).containsExactly(false));
    }

    @Test
    void everyOtherRecordWaitsForNothing() {
        apply(Uni.createFrom().nothing(), Reason.TEMPLATE_DISABLED);

        assertThat(told).containsExactly(false);
    }

    @Test
    void anAnswerThatNamesThePersonDifferentlyTeachesTheName() {
        Names names = new Names();

        sent(names, "+5531987654321", "553187654321");

        assertThat(names.linked).containsExactly(Address.phone("+553187654321"));
        assertThat(told).containsExactly(false);
    }

    @Test
    void anAnswerToAnAddressThatCannotBeReadTeachesNoName() {
        Names names = new Names();

        sent(names, "+", "553187654321");

        assertThat(names.linked).isEmpty();
        assertThat(told).containsExactly(false);
    }

    private void sent(People people, String address, String waId) {
        Attempt attempt = attempt();
        Right right = new Right(attempt.message().attempt(), address, new byte[0], 0, 0);
        attempt.message().granted(right);
        VerdictConsequences consequences = new VerdictConsequences(
                null, null, null, null, null, new WaIdAliases(people, new SimpleMeterRegistry()));
        Verdict verdict = new Verdict(
                State.SENT,
                Optional.empty(),
                Optional.empty(),
                Optional.of("wamid"),
                Optional.empty(),
                Set.of(),
                Optional.empty());
        new AnswerConsequences(consequences)
                .apply(attempt, new DeliveryResult.Sent("wamid", Optional.of(waId), Optional.empty()), verdict, NOW)
                .subscribe()
                .with(told::add);
    }

    /** Nobody is known yet. */
    private static final class Names implements People {

        private final List<Address> linked = new CopyOnWriteArrayList<>();

        @Override
        public Uni<Map<Address, PersonId>> resolve(PortfolioId portfolio, Collection<Address> addresses) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Map<Address, PersonId>> find(PortfolioId portfolio, Collection<Address> addresses) {
            return Uni.createFrom().item(Map.of());
        }

        @Override
        public Uni<Void> link(PortfolioId portfolio, Map<Address, PersonId> aliases) {
            linked.addAll(aliases.keySet());
            return Uni.createFrom().voidItem();
        }
    }

    /** A refused template concerns the directory alone. */
    private void apply(Uni<Boolean> consequence, Reason reason) {
        VerdictConsequences consequences =
                new VerdictConsequences(null, null, null, null, new Templates(consequence), null);
        new AnswerConsequences(consequences)
                .apply(attempt(), new DeliveryResult.Refused(132015, "paused", Optional.empty()), refused(reason), NOW)
                .subscribe()
                .with(told::add);
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

    private static Verdict refused(Reason reason) {
        boolean isHeld = reason.state() == State.HELD;
        Duration wait = Duration.ofHours(3);
        return new Verdict(
                reason.state(),
                Optional.of(reason),
                isHeld ? Optional.of(wait) : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(Verdict.Effect.REFUND),
                Optional.of(new Verdict.Pause(Verdict.Scope.TEMPLATE, reason, wait, new Backoff(wait, 2, wait))));
    }

    private static Attempt attempt() {
        TakeTime taken = new TakeTime(NOW.toEpochMilli(), 0);
        InflightMessage message = new InflightMessage(PORTFOLIO, new Taken.Admitted(entry(), 0, true), taken, 0, 0);
        InflightLimit limit = new InflightLimits(new TestConfigs.Inflight()).of(SENDER);
        return new Attempt(sender(), message, limit, new StartGuard(1, 20).begin(0), 0);
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
