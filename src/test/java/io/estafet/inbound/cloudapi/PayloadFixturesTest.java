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

import io.estafet.inbound.Notices;
import io.estafet.inbound.Notices.Word;
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
        Notices notices = read("message-text");

        // Then
        assertThat(notices.messages())
                .containsExactly(new Notices.Inbound(
                        NUMBER, List.of(Address.phone("+5511900000001"), Address.userId("BR.123")), T));
        assertThat(notices.malformed()).isEmpty();
        assertThat(notices.others()).isEmpty();
    }

    @Test
    void readsPeopleWithoutAPhoneNumberInEveryEdition() {
        // When
        Notices notices = read("message-user-id-only");

        // Then
        assertThat(notices.messages())
                .extracting(Notices.Inbound::from)
                .containsExactly(
                        List.of(Address.userId("US.13491208655302741918")),
                        List.of(Address.userId("US.13491208655302741918")));
        assertThat(notices.malformed()).isEmpty();
    }

    @Test
    void readsMilliseconds() {
        assertThat(read("message-milliseconds").messages())
                .extracting(Notices.Inbound::at)
                .containsExactly(T.plusMillis(123));
    }

    @Test
    void noticesAndGroupsOpenNoWindow() {
        // When
        Notices notices = read("message-opens-nothing");

        // Then
        assertThat(notices.messages()).isEmpty();
        assertThat(notices.others()).containsExactly(MESSAGE, MESSAGE, MESSAGE);
    }

    @Test
    void readsEveryWordOfAStatus() {
        // When
        List<Notices.Status> statuses = read("status-all").statuses();

        // Then
        assertThat(statuses)
                .extracting(Notices.Status::word)
                .containsExactly(Word.SENT, Word.DELIVERED, Word.READ, Word.READ);
        assertThat(statuses)
                .extracting(Notices.Status::attempt)
                .containsExactly(
                        Optional.of(new AttemptId(ID, 1)),
                        Optional.of(new AttemptId(ID, 1)),
                        Optional.empty(),
                        Optional.of(new AttemptId(ID, 2)));
        assertThat(statuses)
                .extracting(Notices.Status::at)
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
        Notices notices = read("status-failed");

        // Then
        assertThat(notices.statuses())
                .extracting(Notices.Status::failure)
                .containsExactly(
                        Optional.of(
                                new Notices.Failure(131049, "(#131049) Healthy ecosystem: To [number]: not delivered")),
                        Optional.of(new Notices.Failure(131026, "(#131026) Undeliverable")),
                        Optional.of(new Notices.Failure(-1, "")));
        assertThat(notices.malformed()).isEmpty();
    }

    @Test
    void readsTheGoodBesideTheGarbage() {
        // When
        Notices notices = read("garbage-beside-good");

        // Then
        assertThat(notices.statuses()).extracting(Notices.Status::wamid).containsExactly("wamid.X");
        assertThat(notices.messages())
                .extracting(Notices.Inbound::from)
                .containsExactly(List.of(Address.phone("+16505551234")));
        assertThat(notices.malformed())
                .filteredOn(STATUS::equals)
                .as("null, a number, nothing, a broken id, a broken word, two broken times")
                .hasSize(7);
        assertThat(notices.malformed())
                .filteredOn(MESSAGE::equals)
                .as("an object for a list, no address, no time, nobody")
                .hasSize(4);
        assertThat(notices.malformed())
                .filteredOn(PAYLOAD::equals)
                .as("a number for an entry, an entry without changes, a text for a change, a text for a value")
                .hasSize(4);
    }

    @Test
    void slowsTheNumberForItsThroughputOnly() {
        // When
        Notices notices = read("error-account");

        // Then
        assertThat(notices.throttles()).containsExactly(new Notices.Throttle(NUMBER));
        assertThat(notices.others()).containsExactly(ERROR);
    }

    @Test
    void readsPreferencesWithNumbersAndTextsForTimes() {
        // When
        Notices notices = read("preferences");

        // Then
        assertThat(notices.preferences())
                .containsExactly(
                        new Notices.Preference(NUMBER, List.of(Address.phone("+16505551234")), true, T),
                        new Notices.Preference(
                                NUMBER,
                                List.of(Address.phone("+16505551234"), Address.userId("US.1")),
                                false,
                                T.plusSeconds(100)));
        assertThat(notices.others()).containsExactly(PREFERENCE);
        assertThat(notices.malformed()).as("a stop without a time").containsExactly(PREFERENCE);
    }

    @Test
    void readsATemplatesStatusAndNotItsQuality() {
        // When
        Notices notices = read("template-paused");

        // Then
        assertThat(notices.templates())
                .containsExactly(new Notices.TemplateChange(
                        "waba1",
                        "order_ready",
                        "en-US",
                        TemplateStatus.PAUSED,
                        Optional.of(Duration.ofHours(3)),
                        Optional.of(T)));
        assertThat(notices.others()).containsExactlyInAnyOrder(OTHER, TEMPLATE, OTHER);
    }

    @Test
    void readsHowNumbersAndAccountsAreDoing() {
        // When
        List<Notices.Health> healths = read("health").healths();

        // Then
        assertThat(healths)
                .containsExactly(
                        health(Optional.of("15550000001"), Optional.of(Quality.RED), Status.FLAGGED),
                        health(Optional.of("15550000001"), Optional.of(Quality.UNKNOWN), Status.CONNECTED),
                        new Notices.Health(
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

    private static Notices.Health health(Optional<String> digits, Optional<Quality> quality, Status status) {
        return new Notices.Health("waba1", digits, quality, status, Optional.empty(), Optional.of(T));
    }

    @Test
    void readsLimitsUnderEachNameAndInEachForm() {
        // When
        Notices notices = read("limits");

        // Then
        assertThat(notices.limits()).extracting(Notices.Limit::people).containsExactly(2_000L, 10_000L, -1L, -1L, 250L);
        assertThat(notices.upgrades()).containsExactly(new Notices.Upgrade("waba1", "15550000001"));
        assertThat(notices.others()).as("a tier that is not set").containsExactly(LIMIT);
        assertThat(notices.malformed()).as("no tier, and nobody").containsExactly(LIMIT, LIMIT);
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

    private Notices read(String fixture) {
        try (InputStream in = PayloadFixturesTest.class.getResourceAsStream("/inbound/" + fixture + ".json")) {
            return reader.read(Objects.requireNonNull(in, fixture).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
