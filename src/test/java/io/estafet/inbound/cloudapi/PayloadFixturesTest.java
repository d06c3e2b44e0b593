package io.estafet.inbound.cloudapi;

import static io.estafet.inbound.EventKind.ERROR;
import static io.estafet.inbound.EventKind.HEALTH;
import static io.estafet.inbound.EventKind.LIMIT;
import static io.estafet.inbound.EventKind.MESSAGE;
import static io.estafet.inbound.EventKind.OTHER;
import static io.estafet.inbound.EventKind.PAYLOAD;
import static io.estafet.inbound.EventKind.PREFERENCE;
import static io.estafet.inbound.EventKind.STATUS;
import static io.estafet.inbound.EventKind.TEMPLATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.inbound.WebhookEvents;
import io.estafet.inbound.WebhookEvents.Word;
import io.estafet.message.AttemptId;
import io.estafet.message.MessageId;
import io.estafet.message.SenderId;
import io.estafet.recipient.Address;
import io.estafet.sender.Health.Quality;
import io.estafet.sender.Health.Status;
import io.estafet.template.TemplateStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadFixturesTest {

    private static final SenderId NUMBER = new SenderId("106500000000001");
    private static final MessageId ID = MessageId.parse("01890a5d-ac96-774b-bcce-b302099a8057");
    private static final Instant T = Instant.ofEpochSecond(1_790_000_000);

    private final CloudApiPayloads reader = new CloudApiPayloads();

    @Test
    void readsAMessageWithBothNamesOfThePerson() {
        // When
        WebhookEvents events = read("message-text");

        // Then
        assertThat(events.messages())
                .containsExactly(new WebhookEvents.Inbound(
                        NUMBER, List.of(Address.phone("+5511900000001"), Address.userId("BR.123")), T));
        assertThat(events.malformed()).isEmpty();
        assertThat(events.others()).isEmpty();
    }

    @Test
    void readsPeopleWithoutAPhoneNumberInEveryEdition() {
        // When
        WebhookEvents events = read("message-user-id-only");

        // Then
        assertThat(events.messages())
                .extracting(WebhookEvents.Inbound::from)
                .containsExactly(
                        List.of(Address.userId("US.13491208655302741918")),
                        List.of(Address.userId("US.13491208655302741918")));
        assertThat(events.malformed()).isEmpty();
    }

    @Test
    void readsMilliseconds() {
        assertThat(read("message-milliseconds").messages())
                .extracting(WebhookEvents.Inbound::at)
                .containsExactly(T.plusMillis(123));
    }

    @Test
    void noticesAndGroupsOpenNoWindow() {
        // When
        WebhookEvents events = read("message-opens-nothing");

        // Then
        assertThat(events.messages()).isEmpty();
        assertThat(events.others()).containsExactly(MESSAGE, MESSAGE, MESSAGE);
    }

    @Test
    void readsEveryWordOfAStatus() {
        // When
        List<WebhookEvents.Status> statuses = read("status-all").statuses();

        // Then
        assertThat(statuses)
                .extracting(WebhookEvents.Status::word)
                .containsExactly(Word.SENT, Word.DELIVERED, Word.READ, Word.READ);
        assertThat(statuses)
                .extracting(WebhookEvents.Status::attempt)
                .containsExactly(
                        Optional.of(new AttemptId(ID, 1)),
                        Optional.of(new AttemptId(ID, 1)),
                        Optional.empty(),
                        Optional.of(new AttemptId(ID, 2)));
        assertThat(statuses)
                .extracting(WebhookEvents.Status::at)
                .containsExactly(
                        Optional.of(T.plusSeconds(1)),
                        Optional.of(T.plusSeconds(5)),
                        Optional.of(T.plusSeconds(6)),
                        Optional.empty());
        assertThat(statuses.get(0).aliases()).containsExactly(Address.phone("+5511900000001"));
        assertThat(statuses.get(1).aliases()).containsExactly(Address.userId("BR.123"));
        assertThat(read("status-all").others()).containsExactly(STATUS);
    }

    @Test
    void readsWhyAStatusFailedWithoutTheNumberInItsWords() {
        // When
        WebhookEvents events = read("status-failed");

        // Then
        assertThat(events.statuses())
                .extracting(WebhookEvents.Status::failure)
                .containsExactly(
                        Optional.of(new WebhookEvents.Failure(
                                131049, "(#131049) Healthy ecosystem: To [number]: not delivered")),
                        Optional.of(new WebhookEvents.Failure(131026, "(#131026) Undeliverable")),
                        Optional.of(new WebhookEvents.Failure(-1, "")));
        assertThat(events.malformed()).isEmpty();
    }

    @Test
    void readsTheGoodBesideTheGarbage() {
        // When
        WebhookEvents events = read("garbage-beside-good");

        // Then
        assertThat(events.statuses()).extracting(WebhookEvents.Status::wamid).containsExactly("wamid.X");
        assertThat(events.messages())
                .extracting(WebhookEvents.Inbound::from)
                .containsExactly(List.of(Address.phone("+16505551234")));
        assertThat(events.malformed())
                .filteredOn(STATUS::equals)
                .as("null, a number, nothing, a broken id, a broken word, two broken times")
                .hasSize(7);
        assertThat(events.malformed())
                .filteredOn(MESSAGE::equals)
                .as("an object for a list, no address, no time, nobody")
                .hasSize(4);
        assertThat(events.malformed())
                .filteredOn(PAYLOAD::equals)
                .as("a number for an entry, an entry without changes, a text for a change, a text for a value")
                .hasSize(4);
    }

    @Test
    void slowsTheNumberForItsThroughputOnly() {
        // When
        WebhookEvents events = read("error-account");

        // Then
        assertThat(events.throttles()).containsExactly(new WebhookEvents.Throttle(NUMBER));
        assertThat(events.others()).containsExactly(ERROR);
    }

    @Test
    void readsPreferencesWithNumbersAndTextsForTimes() {
        // When
        WebhookEvents events = read("preferences");

        // Then
        assertThat(events.preferences())
                .containsExactly(
                        new WebhookEvents.Preference(NUMBER, List.of(Address.phone("+16505551234")), true, T),
                        new WebhookEvents.Preference(
                                NUMBER,
                                List.of(Address.phone("+16505551234"), Address.userId("US.1")),
                                false,
                                T.plusSeconds(100)));
        assertThat(events.others()).containsExactly(PREFERENCE);
        assertThat(events.malformed()).as("a stop without a time").containsExactly(PREFERENCE);
    }

    @Test
    void readsATemplatesStatusAndNotItsQuality() {
        // When
        WebhookEvents events = read("template-paused");

        // Then
        assertThat(events.templates())
                .containsExactly(new WebhookEvents.TemplateChange(
                        "waba1",
                        "order_ready",
                        "en-US",
                        TemplateStatus.PAUSED,
                        Optional.of(Duration.ofHours(3)),
                        Optional.of(T)));
        assertThat(events.others()).containsExactlyInAnyOrder(OTHER, TEMPLATE, OTHER);
    }

    @Test
    void readsHowNumbersAndAccountsAreDoing() {
        // When
        List<WebhookEvents.Health> healths = read("health").healths();

        // Then
        assertThat(healths)
                .containsExactly(
                        health(Optional.of("15550000001"), Optional.of(Quality.RED), Status.FLAGGED),
                        health(Optional.of("15550000001"), Optional.of(Quality.UNKNOWN), Status.CONNECTED),
                        new WebhookEvents.Health(
                                "waba1",
                                Optional.empty(),
                                Optional.empty(),
                                Status.RESTRICTED,
                                Optional.of(T.plusSeconds(60)),
                                Optional.of(T)),
                        health(Optional.empty(), Optional.empty(), Status.DISABLED),
                        health(Optional.empty(), Optional.empty(), Status.CONNECTED));
        assertThat(read("health").malformed()).as("a flag without a number").containsExactly(HEALTH);
    }

    private static WebhookEvents.Health health(Optional<String> digits, Optional<Quality> quality, Status status) {
        return new WebhookEvents.Health("waba1", digits, quality, status, Optional.empty(), Optional.of(T));
    }

    @Test
    void readsLimitsUnderEachNameAndInEachForm() {
        // When
        WebhookEvents events = read("limits");

        // Then
        assertThat(events.limits())
                .extracting(WebhookEvents.Limit::people)
                .containsExactly(2_000L, 10_000L, -1L, -1L, 250L);
        assertThat(events.upgrades()).containsExactly(new WebhookEvents.Upgrade("waba1", "15550000001"));
        assertThat(events.others()).as("a tier that is not set").containsExactly(LIMIT);
        assertThat(events.malformed()).as("no tier, and nobody").containsExactly(LIMIT, LIMIT);
    }

    @Test
    void keepsWhatItDoesNotKnow() {
        assertThat(read("others").others()).containsExactly(OTHER, HEALTH, OTHER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[]", "null", "17", "\"entry\"", "{\"entry\":{}}", "\u0000\u0001"})
    void aBodyThatIsNoWebhookIsOneMalformedPayload(String body) {
        assertThat(reader.read(body.getBytes(StandardCharsets.UTF_8)).malformed())
                .containsExactly(PAYLOAD);
    }

    private WebhookEvents read(String fixture) {
        try (InputStream in = PayloadFixturesTest.class.getResourceAsStream("/inbound/" + fixture + ".json")) {
            return reader.read(Objects.requireNonNull(in, fixture).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
