package io.estafet.intake;

import static io.estafet.intake.Doors.TENANT;
import static io.estafet.intake.Doors.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.intake.IntakeResult.Accepted;
import io.estafet.intake.IntakeResult.Unavailable;
import io.estafet.testing.Servers;
import io.estafet.testing.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A caller repeats what was accepted long ago: its time has passed, its answer has not. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class ReplaysIT extends IntakeTestBase {

    private static final Duration HOUR = Duration.ofHours(1);

    @Inject
    IntakeConfig config;

    private String key;
    private Instant expiresAt;
    private Accepted first;

    @BeforeEach
    void acceptOne() {
        key = "late-" + doors.sender;
        expiresAt = clock.instant().plus(HOUR);
        first = (Accepted) await(patient(Map.of()).accept(TENANT, request("r", key)));
    }

    @Test
    void aReplayAfterItsTimeAnswersTheFirstAnswer() {
        // When
        Accepted again = (Accepted) await(later(HOUR.multipliedBy(2)).accept(TENANT, request("r", key)));

        // Then
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.replayed()).isTrue();
        assertThat(doors.journalled("r")).isEqualTo(1);
    }

    @Test
    void eachOfABatchIsAnsweredByItsOwnKey() {
        // When
        List<IncomingMessage> batch = List.of(
                IncomingMessage.of(Source.BATCH, TENANT, request("r", "new-" + key)),
                IncomingMessage.of(Source.BATCH, TENANT, request("other", key)),
                IncomingMessage.of(Source.BATCH, TENANT, request("r", null)),
                IncomingMessage.of(Source.BATCH, TENANT, request("r", key)));
        List<IntakeResult> results = await(later(HOUR.multipliedBy(2)).accept(batch));

        // Then
        assertThat(results.stream().map(ReplaysIT::word))
                .containsExactly("invalid", "idempotency-key-reused", "invalid", first.id() + " replayed");
    }

    @Test
    void aKeyIsFreeAfterADayAndTheTimeCountsAgain() {
        // When
        IntakeResult result = await(later(HOUR.multipliedBy(25)).accept(TENANT, request("r", key)));

        // Then
        assertThat(word(result)).isEqualTo("invalid");
    }

    @Test
    void anotherTenantsKeyIsNotAnswered() {
        // When
        IntakeResult result = await(intake.accept(new io.estafet.message.TenantId("demo2"), request("r", key)));

        // Then
        assertThat(word(result)).isEqualTo("sender-unknown");
    }

    @Test
    void isNotRefusedForGoodWhileTheJournalCannotTell() {
        // Given
        Intake later = later(HOUR.multipliedBy(2));
        Servers.postgres().suspend();
        try {
            // When
            IntakeResult result = await(later.accept(TENANT, request("r", key)));

            // Then
            assertThat(word(result)).isEqualTo("journal-away");
        } finally {
            Servers.postgres().resume();
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        word(await(later.accept(TENANT, request("r", key)))).equals(first.id() + " replayed"));
    }

    private ParsedMessage request(String reference, String idempotencyKey) {
        return doors.request(reference, ",\"expiresAt\":\"" + expiresAt + "\"", idempotencyKey);
    }

    /** As the intake will be then. */
    private Intake later(Duration ahead) {
        InstantSource then = InstantSource.fixed(clock.instant().plus(ahead));
        return another(config, then);
    }

    private static String word(IntakeResult result) {
        return result.match(
                accepted -> accepted.id() + (accepted.replayed() ? " replayed" : " new"),
                refused -> refused.refusal().code().word(),
                (Unavailable later) -> later.code().word());
    }
}
