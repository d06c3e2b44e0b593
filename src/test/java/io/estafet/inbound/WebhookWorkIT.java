package io.estafet.inbound;

import static io.estafet.inbound.Hook.failed;
import static io.estafet.inbound.Hook.messages;
import static io.estafet.inbound.Hook.status;
import static io.estafet.inbound.Shop.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.admission.Charges;
import io.estafet.admission.Pauses;
import io.estafet.directory.Consents;
import io.estafet.directory.CustomerWindows;
import io.estafet.directory.People;
import io.estafet.directory.TemplateBook;
import io.estafet.inbound.Shop.Business;
import io.estafet.journal.OpenMessage;
import io.estafet.message.MessageId;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.queue.Queue;
import io.estafet.recipient.Address;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.sender.SenderBook;
import io.estafet.template.TemplateStatus;
import io.estafet.testing.ServersResource;
import io.estafet.testing.Statements;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows from webhooks, in PostgreSQL and Redis. */
@QuarkusTest
@TestProfile(WebhookProfile.class)
@QuarkusTestResource(ServersResource.class)
class WebhookWorkIT {

    private static final Duration SOON = Duration.ofSeconds(15);

    @Inject
    Shop shop;

    @Inject
    People people;

    @Inject
    Consents consents;

    @Inject
    CustomerWindows windows;

    @Inject
    Pauses pauses;

    @Inject
    Charges charges;

    @Inject
    Queue queue;

    @Inject
    RedisLink redis;

    @Inject
    SenderBook book;

    @Inject
    TemplateBook templates;

    @Inject
    Payloads payloads;

    @Inject
    InboundLifecycle lifecycle;

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "sent delivered read, READ",
        "read delivered sent, READ",
        "delivered sent, DELIVERED",
        "delivered delivered sent delivered, DELIVERED",
        "sent sent, SENT",
        "read sent delivered read, READ",
        "read failed, READ",
        "delivered failed, DELIVERED",
        "failed sent, FAILED",
        "failed failed, FAILED",
    })
    void statusesInAnyOrderEndInOneState(String words, State end) {
        // Given
        Business business = shop.business();
        MessageId id = shop.sent(business, 1).get(0);

        // When
        for (String word : words.split(" ")) {
            String item = word.equals("failed") ? failed(id + ".1", 131026, now()) : status(id + ".1", word, now());
            assertThat(Hook.post(messages(business.sender().value(), "\"statuses\":[" + item + "]"))
                            .statusCode())
                    .isEqualTo(200);
            // Payloads are worked on side by side; of two ends the first one stands.
            if (words.contains("failed")) {
                Hook.awaitWorked(business);
            }
        }
        Hook.awaitWorked(business);

        // Then
        assertThat(shop.state(id)).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({"sent, SENT", "delivered, DELIVERED", "read, READ"})
    void resolvesTheUnknown(String word, State end) {
        // Given
        Business business = shop.business();
        List<MessageId> ids = shop.accept(business, 1);
        shop.send(business, ids);
        shop.answered(ids, State.UNKNOWN);

        // When
        post(business, status(ids.get(0) + ".1", word, now()));

        // Then
        assertThat(shop.state(ids.get(0))).isEqualTo(end);
    }

    @Test
    void worksOnAThousandUpdatesOfOnePost() {
        // Given
        Business business = shop.business();
        List<MessageId> ids = shop.sent(business, 1_000);

        // When
        post(
                business,
                ids.stream().map(id -> status(id + ".1", "delivered", now())).collect(Collectors.joining(",")));

        // Then
        assertThat(ids).extracting(shop::state).containsOnly(State.DELIVERED);
        assertThat(await(charges.usage(business.portfolio())).used()).isEqualTo(1);
    }

    @Test
    void workOnTheGoodBesideTheGarbage() {
        // Given
        Business business = shop.business();
        MessageId id = shop.sent(business, 1).get(0);

        // When
        post(
                business,
                "null,{},7,{\"id\":\"x\",\"status\":\"sent\",\"timestamp\":\"soon\"},"
                        + status(id + ".1", "read", now()));

        // Then
        assertThat(shop.state(id)).isEqualTo(State.READ);
    }

    @Test
    void aNumberCannotSpeakForAnothersMessage() {
        // Given
        Business business = shop.business();
        Business other = shop.business();
        MessageId id = shop.sent(business, 1).get(0);

        // When
        post(other, status(id + ".1", "read", now()));

        // Then
        assertThat(shop.state(id)).isEqualTo(State.SENT);
    }

    @Test
    void aFailedStatusGivesTheChargeBack() {
        // Given
        Business business = shop.business();
        MessageId id = shop.sent(business, 1).get(0);
        await(charges.moveForward(business.portfolio(), business.sender(), business.person(), id, Instant.now()));
        assertThat(await(charges.usage(business.portfolio())).used()).isEqualTo(1);

        // When
        post(business, failed(id + ".1", 131026, now()));

        // Then
        OpenMessage message = shop.message(id);
        assertThat(message.state()).isEqualTo(State.FAILED);
        assertThat(message.reason()).contains(Reason.UNDELIVERABLE);
        assertThat(message.countedAt()).isEmpty();
        assertThat(await(charges.usage(business.portfolio())).used()).isZero();
    }

    /** Neither before it was accepted nor in a thousand years: it counts from when it can have been. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4_000_000_000L, 999_999_999_999_999_999L})
    void aStatusOfAnImpossibleTimeKeepsTheCharge(long at) {
        // Given
        Business business = shop.business();
        MessageId id = shop.sent(business, 1).get(0);

        // When
        post(business, status(id + ".1", "delivered", at));

        // Then
        assertThat(shop.state(id)).isEqualTo(State.DELIVERED);
        assertThat(await(charges.usage(business.portfolio())).used()).isEqualTo(1);
        assertThat(shop.message(id).countedAt().orElseThrow()).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void aRestrictionWithoutAnEndInSightEndsWithinItsBound() {
        // Given
        Business business = shop.business();

        // When
        Hook.post(Hook.change(business.wabaId(), now(), "account_update", """
                {"event":"ACCOUNT_RESTRICTION","restriction_info":[
                  {"restriction_type":"RESTRICTED_BIZ_INITIATED_MESSAGING","expiration":999999999999999999}]}"""));
        Hook.awaitWorked(business);

        // Then
        Instant until =
                await(pauses.pauses(business.portfolio(), business.sender())).get(Reason.SENDER_RESTRICTED);
        assertThat(until)
                .isBetween(
                        Instant.now().plus(Pauses.LONGEST).minusSeconds(60),
                        Instant.now().plus(Pauses.LONGEST));
    }

    @Test
    void aLimitBeyondAllPeopleIsBounded() {
        // Given
        Business business = shop.business();

        // When
        Hook.post(Hook.change(
                business.wabaId(),
                now(),
                "business_capability_update",
                "{\"max_daily_conversations_per_business\":999999999999999999}"));

        // Then
        Awaitility.await()
                .atMost(SOON)
                .until(() -> book.find(business.portfolio()).orElseThrow().messagingLimit() == 10_000_000_000L);
    }

    @Test
    void halfASurrogatePairSpoilsNoNeighbour() {
        // Given
        Business business = shop.business();
        List<MessageId> ids = shop.sent(business, 2);

        // When
        String odd = status(ids.get(0) + ".1", "delivered", now()).replace("\"wamid.", "\"\\ud83d\\u0000wamid.");
        post(business, odd + "," + status(ids.get(1) + ".1", "read", now()));

        // Then
        assertThat(shop.state(ids.get(0))).isEqualTo(State.DELIVERED);
        assertThat(shop.state(ids.get(1))).isEqualTo(State.READ);
    }

    @Test
    void theMarketingLimitHoldsForADayAndEnqueuesAgain() {
        // Given
        Business business = shop.business();
        MessageId id = shop.sent(business, 1).get(0);

        // When
        post(business, failed(id + ".1", 131049, now()));

        // Then
        OpenMessage message = shop.message(id);
        assertThat(message.state()).isEqualTo(State.HELD);
        assertThat(message.reason()).contains(Reason.MARKETING_LIMITED);
        assertThat(message.until().orElseThrow()).isAfter(Instant.now().plus(Duration.ofHours(23)));
        assertThat(await(queue.present(business.portfolio(), List.of(id)))).containsExactly(id);
        assertThat(await(queue.depths(business.portfolio(), business.sender()))).isNotNull();
    }

    @Test
    void aClosedWindowSendsTheFallbackNext() {
        // Given
        Business business = shop.business();
        MessageId id = shop.acceptWithFallback(business);
        shop.send(business, List.of(id));
        shop.answered(List.of(id), State.SENT);

        // When
        post(business, failed(id + ".1", 131047, now()));

        // Then
        OpenMessage message = shop.message(id);
        assertThat(message.state()).isEqualTo(State.HELD);
        assertThat(message.fallbackUsed()).isTrue();
        assertThat(message.template()).contains(business.template().text());
        assertThat(await(queue.present(business.portfolio(), List.of(id)))).containsExactly(id);
    }

    @Test
    void anUnpaidAccountPausesItsNumbers() {
        // Given
        Business business = shop.business();
        MessageId id = shop.sent(business, 1).get(0);

        // When
        post(business, failed(id + ".1", 131042, now()));

        // Then
        assertThat(await(pauses.pauses(business.portfolio(), business.sender())))
                .containsKey(Reason.PAYMENT_REQUIRED);
    }

    @Test
    void beingTooFastOnlySlowsTheNumber() {
        // Given
        Business business = shop.business();
        MessageId id = shop.sent(business, 1).get(0);

        // When
        Hook.post(messages(business.sender().value(), "\"errors\":[{\"code\":130429,\"title\":\"Rate limit hit\"}]"));

        // Then: for a second from when it is worked on
        Awaitility.await()
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> await(pauses.pauses(business.portfolio(), business.sender()))
                        .containsKey(Reason.THROTTLED));
        assertThat(shop.state(id)).isEqualTo(State.SENT);
    }

    @Test
    void aMessageOpensTheWindowAndNamesThePerson() {
        // Given
        Business business = shop.business();
        long at = now() - 3_600;

        // When
        Hook.post(messages(business.sender().value(), """
                "messages":[{"from":"6281200000007","from_user_id":"ID.77","id":"wamid.in","timestamp":"%d",
                  "type":"text","text":{"body":"halo"}}]""".formatted(at)));
        Hook.awaitWorked(business);

        // Then
        Instant ends = Instant.ofEpochSecond(at).plus(Duration.ofHours(24));
        assertThat(await(windows.open(business.portfolio(), business.person(), Instant.now())))
                .containsEntry(business.sender(), ends);
        assertThat(score(business)).isEqualTo(ends.toEpochMilli());
        assertThat(await(people.find(business.portfolio(), Address.userId("ID.77"))))
                .contains(business.person());
    }

    @Test
    void aMessageFromTheFutureOpensNoLongerWindow() {
        // Given
        Business business = shop.business();

        // When
        Hook.post(messages(
                business.sender().value(),
                "\"messages\":[{\"from\":\"6281200000007\",\"id\":\"w\",\"timestamp\":\"" + (now() + 900_000)
                        + "\",\"type\":\"text\"}]"));
        Hook.awaitWorked(business);

        // Then
        assertThat(score(business))
                .isBetween(1L, Instant.now().plus(Duration.ofHours(24)).toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource({"stop, true", "stop resume, false", "resume stop, true"})
    void preferencesGoByTheirTime(String words, boolean stopped) {
        // Given
        Business business = shop.business();
        long at = now() - 1_000;

        // When
        String item = """
                {"wa_id":"6281200000007","category":"marketing_messages","value":"%s","timestamp":%d}""";
        String items = Arrays.stream(words.split(" "))
                .map(word -> item.formatted(word, word.equals("resume") && words.startsWith("resume") ? at - 10 : at))
                .collect(Collectors.joining(","));
        Hook.post(Hook.change(
                business.wabaId(),
                now(),
                "user_preferences",
                "{\"metadata\":{\"phone_number_id\":\"" + business.sender() + "\"},\"user_preferences\":["
                        + (words.equals("stop resume")
                                ? items.replaceFirst("(resume\",\"timestamp\":)\\d+", "$1" + now())
                                : items)
                        + "]}"));
        Hook.awaitWorked(business);

        // Then
        assertThat(await(consents.state(business.portfolio(), Shop.PERSON)).whatsAppStop())
                .isEqualTo(stopped);
    }

    @Test
    void theNewestWordAboutATemplateLasts() {
        // Given
        Business business = shop.business();

        // When
        template(business, "APPROVED", 2_000);
        template(business, "PAUSED", 3_000);
        template(business, "DISABLED", 1_000);

        // Then
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(templates
                                .find(business.template())
                                .orElseThrow()
                                .status())
                        .isEqualTo(TemplateStatus.PAUSED));
        Hook.awaitWorked(business);
        assertThat(templates.find(business.template()).orElseThrow().status()).isEqualTo(TemplateStatus.PAUSED);
    }

    @Test
    void aLimitAndAnUpgradeReachTheDirectory() {
        // Given
        Business business = shop.business();

        // When
        Hook.post(
                Hook.change(business.wabaId(), 2_000, "phone_number_quality_update", """
                {"display_phone_number":"%s","event":"THROUGHPUT_UPGRADE",
                 "max_daily_conversations_per_business":"TIER_100K"}""".formatted(business.digits())));

        // Then
        Awaitility.await().atMost(SOON).untilAsserted(() -> {
            assertThat(book.find(business.portfolio()).orElseThrow().messagingLimit())
                    .isEqualTo(100_000);
            assertThat(book.find(business.sender()).orElseThrow().throughput()).isEqualTo(1_000);
        });
    }

    @Test
    void anUnknownNumberIsKept() {
        // Given
        String body = messages("nobody-" + System.nanoTime(), "\"statuses\":[{\"id\":\"w\",\"status\":\"sent\"}]");

        // When
        Hook.post(body);

        // Then
        Awaitility.await()
                .atMost(SOON)
                .until(() -> Statements.number(
                                "SELECT coalesce(max(aside), 0) FROM webhook WHERE body = convert_to(?, 'UTF8')", body)
                        == Payloads.Aside.UNKNOWN.code());
    }

    /** A replica that took a payload and died: its lease ends, and another works on it. */
    @Test
    void workOfADeadReplicaIsDoneByAnother() {
        // Given
        Business business = shop.business();
        MessageId id = shop.sent(business, 1).get(0);
        lifecycle.stop();
        Awaitility.await().atMost(SOON).until(() -> !lifecycle.isBusy());
        Hook.post(messages(business.sender().value(), "\"statuses\":[" + status(id + ".1", "delivered", now()) + "]"));
        assertThat(await(payloads.take(100, 1_000_000, Duration.ofSeconds(2))).payloads())
                .isNotEmpty();

        // When
        lifecycle.start();

        // Then
        Awaitility.await().atMost(SOON).until(() -> shop.state(id) == State.DELIVERED);
    }

    private static void template(Business business, String event, long time) {
        String value = """
                {"event":"%s","message_template_name":"order_ready","message_template_language":"en-US"}""";
        Hook.post(Hook.change(business.wabaId(), time, "message_template_status_update", value.formatted(event)));
    }

    private void post(Business business, String statuses) {
        assertThat(Hook.post(messages(business.sender().value(), "\"statuses\":[" + statuses + "]"))
                        .statusCode())
                .isEqualTo(200);
        Hook.awaitWorked(business);
    }

    private long score(Business business) {
        String key = Keys.of(business.portfolio()).window(business.sender());
        return (long) Double.parseDouble(
                await(redis.send(Command.ZSCORE, key, business.person().toString()))
                        .toString());
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }
}
