package io.estafet.inbound.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.inbound.EventKind;
import io.estafet.inbound.WebhookEvents;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed payloads that nobody would write: never an exception, never a time that cannot be told. */
class HostilePayloadsTest {

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
    private static final String ATTEMPT = "01890a5d-ac96-774b-bcce-b302099a8057.1";
    private static final List<String> VALUES = List.of(
            "-1",
            "0",
            "1.5",
            "1e3",
            "1e400",
            "\"\"",
            "\" \"",
            "\"-1\"",
            "\"1.5\"",
            "\"abc\"",
            "\"\\u0000\"",
            "\"\\ud83d\"",
            "\"\u0661\u0662\"",
            "true",
            "null",
            "[]",
            "{}",
            "99999999999",
            "100000000001",
            "999999999999999999",
            "1000000000000000000",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775809",
            "\"999999999999999999\"",
            "\"99999999999999999999999999999999\"",
            "9".repeat(900));

    private final CloudApiPayloads reader = new CloudApiPayloads();

    /** Each has a time or a number where {@code #} stands. */
    static Stream<String> payloads() {
        String sender = "\"metadata\":{\"phone_number_id\":\"1\"}";
        return Stream.of(
                change(
                        "messages",
                        "{" + sender + ",\"statuses\":[{\"id\":\"w\",\"status\":\"sent\",\"timestamp\":#,"
                                + "\"biz_opaque_callback_data\":\"" + ATTEMPT + "\"}]}"),
                change(
                        "messages",
                        "{" + sender + ",\"statuses\":[{\"id\":\"w\",\"status\":\"failed\","
                                + "\"errors\":[{\"code\":#,\"title\":\"x\"}]}]}"),
                change("messages", "{" + sender + ",\"statuses\":[{\"id\":#,\"status\":\"sent\"}]}"),
                change("messages", "{" + sender + ",\"messages\":[{\"from\":\"16505551234\",\"timestamp\":#}]}"),
                change("messages", "{" + sender + ",\"messages\":[{\"from\":#,\"timestamp\":\"1790000000\"}]}"),
                change("messages", "{" + sender + ",\"errors\":[{\"code\":#}]}"),
                change(
                        "user_preferences",
                        "{" + sender + ",\"user_preferences\":[{\"wa_id\":\"16505551234\","
                                + "\"category\":\"marketing_messages\",\"value\":\"stop\",\"timestamp\":#}]}"),
                change(
                        "account_update",
                        "{\"event\":\"ACCOUNT_RESTRICTION\",\"restriction_info\":[{\"restriction_type\":"
                                + "\"RESTRICTED_BIZ_INITIATED_MESSAGING\",\"expiration\":#}]}"),
                change("business_capability_update", "{\"max_daily_conversations_per_business\":#}"),
                change("phone_number_quality_update", "{\"event\":\"FLAGGED\",\"display_phone_number\":#}"),
                change(
                        "phone_number_quality_update",
                        "{\"event\":\"THROUGHPUT_UPGRADE\",\"display_phone_number\":\"1\"," + "\"current_limit\":#}"),
                change(
                        "message_template_status_update",
                        "{\"event\":\"PAUSED\",\"message_template_name\":#," + "\"message_template_language\":\"en\"}"),
                change("account_update", "{\"event\":\"ACCOUNT_DELETED\"}").replace("\"time\":1", "\"time\":#"));
    }

    private static String change(String field, String value) {
        return "{\"entry\":[{\"id\":\"waba\",\"time\":1,\"changes\":[{\"field\":\"" + field + "\",\"value\":" + value
                + "}]}]}";
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void everyNumberIsReadOrMalformed(String payload) {
        for (String value : VALUES) {
            WebhookEvents events = read(payload.replace("#", value));
            assertThat(times(events)).as(value).allMatch(at -> !at.isBefore(Instant.EPOCH) && !at.isAfter(LAST));
            assertThat(events.limits()).as(value).allMatch(limit -> limit.people() <= 10_000_000_000L);
        }
    }

    private static Stream<Instant> times(WebhookEvents events) {
        return Stream.of(
                        events.statuses().stream().map(WebhookEvents.Status::at),
                        events.messages().stream().map(message -> Optional.of(message.at())),
                        events.preferences().stream().map(preference -> Optional.of(preference.at())),
                        events.templates().stream().map(WebhookEvents.TemplateChange::at),
                        events.limits().stream().map(WebhookEvents.Limit::at),
                        events.healths().stream().map(WebhookEvents.Health::at),
                        events.healths().stream().map(WebhookEvents.Health::until))
                .flatMap(all -> all)
                .flatMap(Optional::stream);
    }

    /** Losing it would leave the message as sent. */
    @ParameterizedTest
    @ValueSource(strings = {"-5", "\"abc\"", "1.5", "true", "99999999999999", "[]"})
    void aFailedStatusWithACodeThatIsNoneStaysOne(String code) {
        WebhookEvents events = read(payloads().skip(1).findFirst().orElseThrow().replace("#", code));

        assertThat(events.statuses())
                .extracting(status -> status.failure().orElseThrow().code())
                .containsExactly(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"entry\":", "{\"entry\":[{\"changes\":[{\"value\":{\"a\":"})
    void deepNestingIsOneMalformedPayload(String opening) {
        String body = opening.repeat(3_400_000 / opening.length());
        assertThat(read(body).malformed()).containsExactly(EventKind.PAYLOAD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "{}", "[]", "\"\"", "null"})
    @Timeout(30)
    void aMillionTinyItemsAreReadUpToABound(String item) {
        String list = String.join(",", Collections.nCopies(3_400_000 / (item.length() + 1), item));
        WebhookEvents events =
                read(change("messages", "{\"metadata\":{\"phone_number_id\":\"1\"},\"statuses\":[" + list + "]}"));

        assertThat(events.malformed()).hasSize(100_001);
        assertThat(events.malformed()).filteredOn(EventKind.PAYLOAD::equals).hasSize(1);
    }

    @Test
    void ofDoubledFieldsTheLastCounts() {
        WebhookEvents events = read(change(
                "messages",
                "{\"metadata\":{\"phone_number_id\":\"1\"},\"metadata\":{\"phone_number_id\":\"2\"},\"statuses\":[],"
                        + "\"statuses\":[{\"id\":\"a\",\"id\":\"b\",\"status\":\"sent\"}]}"));

        assertThat(events.statuses()).extracting(WebhookEvents.Status::wamid).containsExactly("b");
        assertThat(events.statuses())
                .extracting(status -> status.sender().value())
                .containsExactly("2");
    }

    @Test
    void aTextOfMegabytesSpoilsItsItemOnly() {
        String huge = "x".repeat(1_000_000);
        WebhookEvents events = read(change(
                "messages",
                "{\"metadata\":{\"phone_number_id\":\"1\"},\"statuses\":["
                        + "{\"id\":\"" + huge + "\",\"status\":\"sent\"},"
                        + "{\"id\":\"w\",\"status\":\"failed\",\"errors\":[{\"code\":1,\"title\":\"" + huge + "\"}]},"
                        + "{\"id\":\"w\",\"status\":\"sent\",\"recipient_id\":\"" + huge + "\"}]}"));

        assertThat(events.malformed()).containsExactly(EventKind.STATUS);
        assertThat(events.statuses()).hasSize(2);
        assertThat(events.statuses().get(0).failure().orElseThrow().detail()).hasSize(500);
    }

    @Test
    void wordsAreCutWithoutLeavingHalfACharacter() {
        String words = "x".repeat(493) + "\ud83d\ude42\ud83d\ude42";
        WebhookEvents events = read(
                payloads().skip(1).findFirst().orElseThrow().replace("#", "1").replace("\"x\"", "\"" + words + "\""));

        String detail = events.statuses().get(0).failure().orElseThrow().detail();
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(detail)).isTrue();
        assertThat(detail).startsWith("(#1) xxx");
    }

    private WebhookEvents read(String body) {
        return reader.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
