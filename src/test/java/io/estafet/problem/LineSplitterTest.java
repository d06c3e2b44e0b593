package io.estafet.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.problem.LineSplitter.Line;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines are the same however the stream was cut. */
class LineSplitterTest {

    private static final int MOST = 8;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 1_000})
    void cutsTheSameLinesFromPiecesOfAnySize(int piece) {
        // Given lines of at most 8 bytes with both ends, blank ones, ones that are too long, and a last one without end
        String text = "a\n\r\n \t\n12345678\n12345678\r\n123456789\n1234567\r8\r\n12345678\r\r\n\r\r\n" + "x".repeat(99)
                + "\nüü\n12345678";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        LineSplitter splitter = new LineSplitter(MOST);
        List<Line> lines = new ArrayList<>();
        // When
        for (int from = 0; from < bytes.length; from += piece) {
            Buffer some = Buffer.buffer(slice(bytes, from, piece));
            lines.addAll(splitter.feed(some));
        }
        lines.addAll(splitter.end());
        // Then
        assertThat(lines.stream().map(LineSplitterTest::told))
                .containsExactly(
                        "1 a",
                        "4 12345678",
                        "5 12345678",
                        "6 too long",
                        "7 too long",
                        "8 too long",
                        "10 too long",
                        "11 üü",
                        "12 12345678");
    }

    @Test
    void aBodyIsReadPieceByPieceToItsLastLine() {
        Multi<Buffer> body = Multi.createFrom().items(Buffer.buffer("a\nb"), Buffer.buffer("c\nd"));
        List<List<String>> lines = LineSplitter.lines(body, MOST)
                .map(some -> some.stream().map(LineSplitterTest::told).toList())
                .collect()
                .asList()
                .await()
                .atMost(Duration.ofSeconds(5));
        assertThat(lines).containsExactly(List.of("1 a"), List.of("2 bc"), List.of("3 d"));
    }

    @Test
    void aBodyWithoutAByteIsRefused() {
        AssertSubscriber<List<Line>> lines = LineSplitter.lines(
                        Multi.createFrom().empty(), MOST)
                .subscribe()
                .withSubscriber(AssertSubscriber.create(1));
        assertThat(lines.awaitFailure().getFailure())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem())
                                .isEqualTo(Problem.of(Code.MALFORMED_JSON, "there is no body", List.of())));
    }

    private static byte[] slice(byte[] bytes, int from, int length) {
        return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + length));
    }

    private static String told(Line line) {
        return line.number() + " " + (line.tooLong() ? "too long" : new String(line.bytes(), StandardCharsets.UTF_8));
    }
}
