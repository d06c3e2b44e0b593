package io.estafet.delivery.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.estafet.delivery.AttemptHistory;
import io.estafet.delivery.DeliveryResult;
import io.estafet.delivery.ErrorTable;
import io.estafet.delivery.TestConfigs;
import io.estafet.delivery.Verdict;
import io.estafet.delivery.Verdicts;
import io.estafet.message.Reason;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers of the API, one file a case: HTTP status, headers, body, and what they mean. */
class AnswerFixturesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ErrorTable table = new ErrorTable();

    record Fixture(String name, JsonNode json) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Fixture> fixtures() {
        try (Stream<Path> files = Files.list(
                Path.of(AnswerFixturesTest.class.getResource("/delivery").toURI()))) {
            return files.sorted().map(AnswerFixturesTest::read).toList();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fixtures")
    void answersMeanWhatTheFixtureSays(Fixture fixture) {
        // When
        DeliveryResult result = read(fixture.json());
        Verdict verdict = verdict(result, fixture.json());

        // Then
        assertResult(result, fixture.json().get("result"));
        assertVerdict(verdict, fixture.json().get("verdict"));
    }

    @Test
    void everyCodeOfTheTableHasACaseAndEveryUnknownCodeIsNone() {
        // When
        Set<Integer> tested = new TreeSet<>();
        fixtures().forEach(fixture -> {
            JsonNode code = fixture.json().get("result").path("code");
            if (code.isInt() && !fixture.name().startsWith("no-row")) {
                tested.add(code.intValue());
            }
        });

        // Then
        assertThat(tested).containsExactlyElementsOf(table.codes());
    }

    private static DeliveryResult read(JsonNode json) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        json.get("headers")
                .fields()
                .forEachRemaining(e -> headers.add(e.getKey(), e.getValue().asText()));
        JsonNode body = json.get("body");
        return AnswerReader.read(
                json.get("status").intValue(),
                headers,
                Buffer.buffer(body.isTextual() ? body.asText() : body.toString()));
    }

    private Verdict verdict(DeliveryResult result, JsonNode json) {
        JsonNode history = json.get("past");
        return new Verdicts(table, new TestConfigs.Retry(), new Random(7))
                .verdict(
                        result,
                        new AttemptHistory(
                                history.path("tries").asInt(),
                                history.path("throttles").asInt(),
                                history.path("fallback").asBoolean()));
    }

    private static void assertResult(DeliveryResult result, JsonNode expected) {
        assertThat(result.kind().name())
                .isEqualToIgnoringCase(expected.get("kind").asText());
        if (result instanceof DeliveryResult.Sent sent) {
            assertThat(sent.wamid()).isEqualTo(expected.get("wamid").asText());
            assertThat(sent.waId().orElse("")).isEqualTo(expected.path("waId").asText());
        } else if (result instanceof DeliveryResult.Refused refused) {
            assertThat(refused.code()).isEqualTo(expected.get("code").intValue());
            assertThat(refused.detail()).contains(expected.get("code").asText());
            assertThat(refused.retryAfter().map(Duration::toSeconds).orElse(0L))
                    .isEqualTo(expected.path("regainSeconds").asLong());
        }
    }

    private static void assertVerdict(Verdict verdict, JsonNode expected) {
        assertThat(verdict.state().word()).isEqualTo(expected.get("state").asText());
        assertThat(verdict.reason().map(Reason::word).orElse(""))
                .isEqualTo(expected.path("reason").asText());
        assertThat(verdict.countsAsTry()).isEqualTo(expected.get("countsAsTry").asBoolean());
        assertThat(verdict.refund()).isEqualTo(expected.get("refund").asBoolean());
        assertThat(verdict.slowDown()).isEqualTo(expected.get("slowDown").asBoolean());
        assertThat(verdict.windowClosed())
                .isEqualTo(expected.path("windowClosed").asBoolean());
        assertThat(verdict.wamid().orElse("")).isEqualTo(expected.path("wamid").asText());
        if (expected.has("detail")) {
            assertThat(verdict.detail()).hasValue(expected.get("detail").asText());
        }
        assertPause(verdict, expected.path("pause"));
        assertWait(verdict, expected);
    }

    private static void assertPause(Verdict verdict, JsonNode expected) {
        assertThat(verdict.pause().isPresent()).isEqualTo(expected.isObject());
        verdict.pause().ifPresent(pause -> {
            assertThat(pause.scope().name())
                    .isEqualToIgnoringCase(expected.get("scope").asText());
            assertThat(pause.reason().word()).isEqualTo(expected.get("reason").asText());
            assertThat(pause.duration().toSeconds())
                    .isEqualTo(expected.get("seconds").asLong());
        });
    }

    /** A retry waits half to all of its back-off, or as long as the API asks; a hold all of it to a tenth more. */
    private static void assertWait(Verdict verdict, JsonNode expected) {
        assertThat(verdict.retryAfter().isPresent()).isEqualTo(expected.has("waitSeconds"));
        verdict.retryAfter().ifPresent(wait -> {
            Duration full = Duration.ofSeconds(expected.get("waitSeconds").asLong());
            assertThat(wait)
                    .isBetween(
                            verdict.countsAsTry() ? full.dividedBy(2) : full,
                            verdict.countsAsTry() ? full : full.plus(full.dividedBy(10)));
        });
    }

    private static Fixture read(Path file) {
        try {
            return new Fixture(file.getFileName().toString(), JSON.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
