package io.estafet.inbound;

import static io.estafet.inbound.Hook.messages;
import static io.estafet.inbound.Shop.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.inbound.Payloads.Aside;
import io.estafet.inbound.Payloads.Load;
import io.estafet.inbound.Shop.Business;
import io.estafet.testing.ServersResource;
import io.estafet.testing.Statements;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Payloads that take several turns: each of one step here, taken by hand. */
@QuarkusTest
@TestProfile(TurnProfile.class)
@QuarkusTestResource(ServersResource.class)
class LargePayloadIT {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final long BYTES = 10_000_000;

    @Inject
    Shop shop;

    @Inject
    Payloads payloads;

    @Inject
    PayloadWork work;

    @Inject
    InboundLifecycle lifecycle;

    @BeforeEach
    void takeByHand() {
        lifecycle.stop();
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> !lifecycle.isBusy());
        Statements.execute("DELETE FROM webhook");
    }

    @AfterEach
    void start() {
        lifecycle.start();
    }

    @Test
    void goesOnWhereItStopped() {
        // Given
        Business business = shop.business();
        post(business, 600);

        // Then
        assertThat(turn().done()).isZero();
        assertThat(windows(business)).isEqualTo(250);
        assertThat(turn().done()).isEqualTo(250);
        assertThat(windows(business)).isEqualTo(500);
        assertThat(turn().done()).isEqualTo(500);
        assertThat(windows(business)).isEqualTo(600);
        assertThat(take(1)).isEmpty();
        assertThat(Statements.number("SELECT count(*) FROM webhook")).isZero();
    }

    @Test
    void othersAreServedBetweenItsTurns() {
        // Given
        Business business = shop.business();
        post(business, 600);
        post(business, 1);

        // When
        Payload large = turn();
        Payload small = turn();

        // Then
        assertThat(small.id()).isGreaterThan(large.id());
        assertThat(small.done()).isZero();
        assertThat(turn().id()).isEqualTo(large.id());
    }

    /** Who took it has died: the next one repeats that turn and nothing before it. */
    @Test
    void aCrashRepeatsOneTurn() {
        // Given
        Business business = shop.business();
        post(business, 600);
        turn();
        Payload lost = take(1).get(0);

        // When
        Statements.execute("UPDATE webhook SET due_at = received_at");
        Payload again = turn();

        // Then
        assertThat(again.done()).isEqualTo(lost.done()).isEqualTo(250);
        assertThat(again.isRepeated()).isTrue();
        assertThat(windows(business)).isEqualTo(500);
        // What the lost one still says is too late.
        await(payloads.again(lost, new Payloads.Progress(0, 0, lost.kept()), Instant.now()));
        assertThat(Statements.number("SELECT done FROM webhook")).isEqualTo(500);
    }

    @Test
    void anItemThatFailsEveryTimeKeepsNobodyElseBack() {
        // Given
        Business business = shop.business();
        Statements.execute("""
                CREATE OR REPLACE FUNCTION refuse_window() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN IF EXISTS (SELECT FROM person_alias a WHERE a.portfolio = NEW.portfolio
                     AND a.person = NEW.person AND a.alias = ''+6281200000300'') THEN
                   RAISE EXCEPTION ''refused''; END IF; RETURN NEW; END'""");
        Statements.execute("CREATE TRIGGER refuse BEFORE INSERT ON customer_window FOR EACH ROW"
                + " EXECUTE FUNCTION refuse_window()");
        try {
            post(business, 600);

            // When
            lifecycle.start();

            // Then
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() ->
                            Statements.number("SELECT coalesce(max(aside), 0) FROM webhook") == Aside.POISON.code());
            assertThat(windows(business)).isEqualTo(599);
        } finally {
            Statements.execute("DROP TRIGGER refuse ON customer_window");
        }
    }

    /** One of each kind of reason in the first turn, and nothing wrong in the last. */
    @Test
    void whatWasWrongInAnEarlierTurnIsNotForgotten() {
        // Given
        Business business = shop.business();
        String unknown = messages("nobody", "\"messages\":[" + message(1) + "]");
        String body = unknown.replace(
                "\"changes\":[",
                "\"changes\":[{\"field\":\"messages\",\"value\":{\"metadata\":{\"phone_number_id\":\""
                        + business.sender() + "\"},\"messages\":[" + items(300) + "]}},");
        Hook.post(body);
        Statements.execute("UPDATE webhook SET received_at = received_at - interval '1 hour'");

        // When
        turn();
        turn();

        // Then
        assertThat(windows(business)).isEqualTo(300);
        assertThat(Statements.number("SELECT coalesce(max(aside), 0) FROM webhook"))
                .isEqualTo(Aside.UNKNOWN.code());
    }

    @Test
    void aTakeIsBoundedByBytes() {
        // Given
        String body = "{\"entry\":[],\"x\":\"" + "x".repeat(1_000_000) + "\"}";
        IntStream.range(0, 4).forEach(i -> Hook.post(body));

        // When
        Load two = await(payloads.take(10, 2_500_000, LEASE));
        Load one = await(payloads.take(10, 1_000, LEASE));
        Load last = await(payloads.take(10, BYTES, LEASE));

        // Then
        assertThat(two.payloads()).hasSize(2);
        assertThat(two.hasMore()).isTrue();
        assertThat(one.payloads()).as("a payload above the bound").hasSize(1);
        assertThat(one.hasMore()).isTrue();
        assertThat(last.payloads()).hasSize(1);
        assertThat(last.hasMore()).isFalse();
    }

    private Payload turn() {
        Payload taken = take(1).get(0);
        await(work.work(taken));
        return taken;
    }

    private List<Payload> take(int most) {
        return await(payloads.take(most, BYTES, LEASE)).payloads();
    }

    private static void post(Business business, int count) {
        String body = messages(business.sender().value(), "\"messages\":[" + items(count) + "]");
        assertThat(Hook.post(body).statusCode()).isEqualTo(200);
    }

    private static String items(int count) {
        return IntStream.range(0, count).mapToObj(LargePayloadIT::message).collect(Collectors.joining(","));
    }

    private static String message(int number) {
        return "{\"from\":\"62812%08d\",\"id\":\"w%d\",\"timestamp\":\"%d\",\"type\":\"text\"}"
                .formatted(number, number, Instant.now().getEpochSecond());
    }

    private static long windows(Business business) {
        return Statements.number(
                "SELECT count(*) FROM customer_window WHERE sender = ?",
                business.sender().value());
    }
}
