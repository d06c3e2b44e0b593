package io.estafet.inbound;

import static io.estafet.inbound.Hook.failed;
import static io.estafet.inbound.Hook.messages;
import static io.estafet.inbound.Shop.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.admission.Windows;
import io.estafet.directory.Consents;
import io.estafet.directory.CustomerWindows;
import io.estafet.directory.DirectoryBook;
import io.estafet.directory.Projection;
import io.estafet.directory.Suppression;
import io.estafet.directory.Suppressions;
import io.estafet.inbound.Shop.Business;
import io.estafet.message.MessageId;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.template.Template;
import io.estafet.template.TemplateStatus;
import io.estafet.testing.ServersResource;
import io.estafet.testing.Statements;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a failed status teaches about templates, people and windows, in PostgreSQL and in Redis. */
@QuarkusTest
@TestProfile(WebhookProfile.class)
@QuarkusTestResource(ServersResource.class)
class StatusEffectsIT {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Duration DAY = Duration.ofDays(1);

    @Inject
    Shop shop;

    @Inject
    DirectoryBook book;

    @Inject
    Suppressions suppressions;

    @Inject
    Consents consents;

    @Inject
    CustomerWindows committedWindows;

    @Inject
    Windows windows;

    @Inject
    Projection projection;

    @Inject
    RedisLink redis;

    @Test
    void aRefusedTemplateIsPausedForThreeHoursAndItsEchoesChangeNothing() {
        // Given
        Business business = shop.business();
        List<MessageId> ids = shop.sent(business, 2);

        // When
        post(business, failed(ids.get(0) + ".1", 132015, now()));
        Template first = template(business);
        post(business, failed(ids.get(1) + ".1", 132015, now()));

        // Then
        assertThat(first.status()).isEqualTo(TemplateStatus.PAUSED);
        assertThat(Duration.between(Instant.now(), first.pausedUntil().orElseThrow()))
                .isBetween(Duration.ofMinutes(179), Duration.ofHours(3));
        assertThat(template(business)).isEqualTo(first);
        assertThat(inRedis(business))
                .isEqualTo("P" + first.pausedUntil().orElseThrow().toEpochMilli());
        assertThat(ids).allSatisfy(id -> assertThat(shop.message(id).reason()).contains(Reason.TEMPLATE_PAUSED));
    }

    @Test
    void whatWasSentBeforeAnApprovalPausesNothing() {
        // Given
        Business business = shop.business();
        List<MessageId> ids = shop.sent(business, 2);
        post(business, failed(ids.get(0) + ".1", 132015, now()));
        assertThat(template(business).status()).isEqualTo(TemplateStatus.PAUSED);

        // When
        say(business, "APPROVED", "UNPAUSE", 2_000);
        Awaitility.await()
                .atMost(SOON)
                .until(() -> book.find(business.template()).orElseThrow().status() == TemplateStatus.APPROVED);
        post(business, failed(ids.get(1) + ".1", 132015, now()));

        // Then
        assertThat(template(business).status()).isEqualTo(TemplateStatus.APPROVED);
        assertThat(inRedis(business)).isEqualTo("A");
    }

    @Test
    void whatIsToldOfAnAccountThatItsNumberHasLeftActsThere() {
        // Given
        Business business = shop.business();
        MessageId id = shop.sent(business, 1).get(0);
        shop.move(business, business.portfolio(), business.wabaId() + "-new");

        // When
        post(business, failed(id + ".1", 132015, now()));

        // Then
        assertThat(template(business).status()).isEqualTo(TemplateStatus.PAUSED);
        assertThat(inRedis(business))
                .isEqualTo("P" + template(business).pausedUntil().orElseThrow().toEpochMilli());
        assertThat(shop.message(id).reason()).contains(Reason.TEMPLATE_PAUSED);
        say(business, "APPROVED", "UNPAUSE", 2_000);
        Awaitility.await().atMost(SOON).until(() -> template(business).status() == TemplateStatus.APPROVED);
        Awaitility.await().atMost(SOON).until(() -> inRedis(business).equals("A"));
    }

    @Test
    void aMessageOfThePortfolioThatItsNumberHasLeftFailsRatherThanWaitForNobody() {
        // Given a number that may be moved again: it has sent nothing for a day
        Business business = shop.business();
        List<MessageId> ids = shop.sent(business, 2);
        Statements.execute(
                "UPDATE message SET attempt_at = now() - interval '25 hours', counted_at = now() - interval '25 hours'"
                        + " WHERE sender = ?",
                business.sender().value());
        Statements.execute(
                "UPDATE template SET status_at = now() - interval '2 days' WHERE waba_id = ?", business.wabaId());
        shop.move(business, shop.business().portfolio(), business.wabaId());

        // When
        post(business, failed(ids.get(0) + ".1", 132015, now()));
        post(business, failed(ids.get(1) + ".1", 131026, now()));

        // Then
        assertThat(template(business).status()).isEqualTo(TemplateStatus.PAUSED);
        assertThat(shop.message(ids.get(0)).state()).isEqualTo(State.FAILED);
        assertThat(shop.message(ids.get(0)).reason()).contains(Reason.POLICY);
        assertThat(suppressed(business, Suppression.EVERYTHING)).isAfter(Instant.now());
        given().header("Authorization", "Bearer demo")
                .contentType("application/json")
                .post("/v1/messages/" + ids.get(0) + "/redrive")
                .then()
                .statusCode(409);
    }

    @Test
    void theSecondPauseLastsSixHours() {
        // Given
        Business business = shop.business();
        post(business, failed(shop.sent(business, 1).get(0) + ".1", 132015, now()));
        say(business, "APPROVED", "UNPAUSE", 2_000);
        Awaitility.await()
                .atMost(SOON)
                .until(() -> book.find(business.template()).orElseThrow().status() == TemplateStatus.APPROVED);

        // When
        post(business, failed(shop.sent(business, 1).get(0) + ".1", 132015, now()));

        // Then
        assertThat(template(business).pausedUntil().orElseThrow())
                .isAfter(Instant.now().plus(Duration.ofHours(5)));
    }

    @Test
    void aWebhookThatNamesTheSecondPauseTellsItsEnd() {
        // Given
        Business business = shop.business();
        long at = now() - 3_600;

        // When
        say(business, "PAUSED", "SECOND_PAUSE", at);

        // Then
        Awaitility.await().atMost(SOON).until(() -> template(business).status() == TemplateStatus.PAUSED);
        assertThat(template(business).pausedUntil())
                .contains(Instant.ofEpochSecond(at).plus(Duration.ofHours(6)));
    }

    @Test
    void whoCannotBeReachedIsSuppressedUntilTheyWrite() {
        // Given
        Business business = shop.business();
        List<MessageId> ids = shop.sent(business, 2);
        post(business, failed(ids.get(0) + ".1", 131026, now()));
        Instant end = suppressed(business, Suppression.EVERYTHING);

        // When
        post(business, failed(ids.get(1) + ".1", 131026, now()));

        // Then
        assertThat(Duration.between(Instant.now(), end)).isBetween(DAY.minusMinutes(1), DAY);
        assertThat(suppressed(business, Suppression.EVERYTHING)).isEqualTo(end);
        assertThat(score(business, "r")).isEqualTo(end.toEpochMilli());
        inbound(business, now());
        assertThat(await(suppressions.inForce(business.portfolio(), business.person(), Instant.now())))
                .isEmpty();
        assertThat(ask(Command.ZSCORE, Keys.of(business.portfolio()).suppressed(), "r" + business.person()))
                .isNull();
    }

    @Test
    void anOldMessageFromThePersonLiftsNothing() {
        // Given
        Business business = shop.business();
        post(business, failed(shop.sent(business, 1).get(0) + ".1", 131026, now()));
        Instant end = suppressed(business, Suppression.EVERYTHING);

        // When
        inbound(business, now() - 7_200);

        // Then
        assertThat(suppressed(business, Suppression.EVERYTHING)).isEqualTo(end);
    }

    @Test
    void theMarketingLimitOutlivesRedisAndAMessageFromThePerson() {
        // Given
        Business business = shop.business();
        post(business, failed(shop.sent(business, 1).get(0) + ".1", 131049, now()));
        Instant end = suppressed(business, Suppression.MARKETING);
        inbound(business, now());
        String key = Keys.of(business.portfolio()).suppressed();
        ask(Command.DEL, key);

        // When
        await(projection.load(business.portfolio()));

        // Then
        assertThat(suppressed(business, Suppression.MARKETING)).isEqualTo(end);
        assertThat(score(business, "m")).isEqualTo(end.toEpochMilli());
        assertThat(ask(Command.ZSCORE, key, "0").toDouble()).isInfinite();
    }

    @Test
    void aStopGivenToWhatsAppIsRecorded() {
        // Given
        Business business = shop.business();
        MessageId id = shop.sent(business, 1).get(0);

        // When
        post(business, failed(id + ".1", 131050, now()));

        // Then
        assertThat(shop.state(id)).isEqualTo(State.FAILED);
        assertThat(await(consents.state(business.portfolio(), Shop.PERSON)).whatsAppStop())
                .isTrue();
    }

    @Test
    void aClosedWindowStaysClosedWhenRedisIsRebuilt() {
        // Given: we believed that it was open
        Business business = shop.business();
        inbound(business, now() - 3_600);
        MessageId id = shop.sent(business, 1).get(0);

        // When
        post(business, failed(id + ".1", 131047, now()));
        await(projection.load(business.portfolio()));

        // Then
        assertThat(await(committedWindows.open(business.portfolio(), business.person(), Instant.now())))
                .isEmpty();
        assertThat(window(business)).isNull();
    }

    @Test
    void aWindowThatWasOpenedAfterTheRequestStaysOpen() {
        // Given
        Business business = shop.business();
        MessageId id = shop.sent(business, 1).get(0);
        Instant ends = Instant.now().plus(DAY).plusSeconds(1);
        await(committedWindows.open(business.portfolio(), business.sender(), Map.of(business.person(), ends)));
        await(windows.open(business.portfolio(), business.sender(), Map.of(business.person(), ends), 1));

        // When
        post(business, failed(id + ".1", 131047, now()));

        // Then
        assertThat(await(committedWindows.open(business.portfolio(), business.person(), Instant.now())))
                .containsKey(business.sender());
        assertThat(window(business)).isNotNull();
    }

    private Template template(Business business) {
        // The first may join one that began before the change.
        await(book.refresh());
        await(book.refresh());
        return book.find(business.template()).orElseThrow();
    }

    private String inRedis(Business business) {
        return ask(
                        Command.HGET,
                        Keys.of(business.portfolio()).templates(),
                        business.template().text())
                .toString();
    }

    private Instant suppressed(Business business, Suppression kind) {
        Instant end = await(suppressions.inForce(business.portfolio(), business.person(), Instant.now()))
                .get(kind);
        assertThat(end).isNotNull();
        return end;
    }

    private long score(Business business, String letter) {
        String key = Keys.of(business.portfolio()).suppressed();
        return (long) Double.parseDouble(
                ask(Command.ZSCORE, key, letter + business.person()).toString());
    }

    private Response window(Business business) {
        String key = Keys.of(business.portfolio()).window(business.sender());
        return ask(Command.ZSCORE, key, business.person().toString());
    }

    private Response ask(Command command, String... arguments) {
        return await(redis.send(command, arguments));
    }

    private static void say(Business business, String event, String title, long time) {
        Hook.post(Hook.change(business.wabaId(), time, "message_template_status_update", """
                {"event":"%s","message_template_name":"order_ready","message_template_language":"en-US",
                 "other_info":{"title":"%s"}}""".formatted(event, title)));
    }

    private static void inbound(Business business, long at) {
        Hook.post(messages(business.sender().value(), """
                "messages":[{"from":"6281200000007","id":"wamid.in","timestamp":"%d","type":"text",
                  "text":{"body":"halo"}}]""".formatted(at)));
        Hook.awaitWorked(business);
    }

    private static void post(Business business, String statuses) {
        assertThat(Hook.post(messages(business.sender().value(), "\"statuses\":[" + statuses + "]"))
                        .statusCode())
                .isEqualTo(200);
        Hook.awaitWorked(business);
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }
}
