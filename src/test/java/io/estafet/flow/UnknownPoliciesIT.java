package io.estafet.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.message.Category;
import io.estafet.testing.ServersResource;
import io.estafet.testing.WhatsAppTestBase;
import io.estafet.testing.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done about requests that left and were never answered, by each of the three policies. */
@QuarkusTest
@TestProfile(UnknownPoliciesIT.Policies.class)
@QuarkusTestResource(ServersResource.class)
class UnknownPoliciesIT extends WhatsAppTestBase {

    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** Longer, for a status is to come before it ends: also the first one that this program ever hears. */
    private static final Duration PATIENCE_FOR_STATUS = Duration.ofSeconds(4);

    private static final int MESSAGES = 5;

    @Inject
    World world;

    @TestHTTPResource("/webhooks/whatsapp")
    URI webhooks;

    private World.Number number;

    /** One policy for each category, and little patience. */
    public static final class Policies implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            String patience = PATIENCE.toSeconds() + "s";
            return Map.of(
                    "estafet.unknown.patience.utility",
                    patience,
                    "estafet.unknown.patience.authentication",
                    PATIENCE_FOR_STATUS.toSeconds() + "s",
                    "estafet.unknown.patience.marketing",
                    patience,
                    "estafet.unknown.policy.utility",
                    "resend-if-silent",
                    "estafet.unknown.policy.authentication",
                    "resend",
                    "estafet.unknown.policy.marketing",
                    "wait",
                    "estafet.unknown.give-up",
                    "10s");
        }
    }

    @BeforeEach
    void registerNumber() {
        whatsApp.resetReport();
        number = world.number(whatsApp, -1, 1_000);
    }

    @Test
    void sendsAgainAfterThePatienceByPolicyResend() {
        // Given
        losing(1, 0);
        leaveUnanswered(Category.AUTHENTICATION);

        // When
        losing(0, 0);

        // Then
        await().atMost(BOUND).until(() -> states().equals(Map.of("delivered", (long) MESSAGES)));
        assertSentOnce(MESSAGES);
    }

    @Test
    void sendsAgainOnlyWhenSilenceMeansSomething() {
        // Given
        losing(1, 0);
        leaveUnanswered(Category.UTILITY);
        losing(0, 0);

        // When: nothing was heard of this number; the patience ends meanwhile
        await("more than the patience")
                .during(PATIENCE.multipliedBy(2))
                .atMost(BOUND)
                .until(() -> states().equals(Map.of("unknown", (long) MESSAGES)));

        // Then: others of this number were heard
        world.accept(number, Category.UTILITY, world.agreeing(number.portfolio(), MESSAGES));
        await().atMost(BOUND).until(() -> states().equals(Map.of("delivered", 2L * MESSAGES)));
        assertSentOnce(2 * MESSAGES);
    }

    @Test
    void sendsNothingAgainByPolicyWaitAndGivesUpInTheEnd() {
        // Given
        losing(1, 0);
        leaveUnanswered(Category.MARKETING);
        losing(0, 0);

        // When: others of this number are heard
        world.accept(number, Category.UTILITY, world.agreeing(number.portfolio(), 1));

        // Then
        await().atMost(BOUND)
                .until(() -> states().equals(Map.of("delivered", 1L, "failed/outcome-unknown", (long) MESSAGES)));
        assertSentOnce(1);
    }

    @Test
    void aStatusDecidesBeforeAnyPolicy() {
        // Given: accepted, but the answer never comes; its status does, before the patience ends
        losing(0, 1);

        // When
        world.accept(number, Category.AUTHENTICATION, world.agreeing(number.portfolio(), MESSAGES));

        // Then
        await().atMost(BOUND).until(() -> states().equals(Map.of("delivered", (long) MESSAGES)));
        assertSentOnce(MESSAGES);
    }

    private void leaveUnanswered(Category category) {
        List<String> people = world.agreeing(number.portfolio(), MESSAGES);
        world.accept(number, category, people);
        await().atMost(BOUND).until(() -> states().equals(Map.of("unknown", (long) MESSAGES)));
    }

    private Map<String, Long> states() {
        return World.states(number.sender());
    }

    private static void assertSentOnce(int messages) {
        assertThat(whatsApp.report().get("accepted").asLong()).isEqualTo(messages);
        FlowIT.assertClean(whatsApp.report());
    }

    /** Shares of the requests that are cut before they count, and of those whose answer is cut. */
    private void losing(double before, double after) {
        String settings = """
                {"magic":false,
                 "faults":[{"kind":"reset-before","share":%s},{"kind":"reset-after","share":%s}],
                 "webhook":{"url":"%s","appSecret":"%s","delayMillis":100,"readShare":0}}""";
        whatsApp.behave(settings.formatted(before, after, webhooks, ServersResource.WEBHOOK_SECRET));
    }
}
