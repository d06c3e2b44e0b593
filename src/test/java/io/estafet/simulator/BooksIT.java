package io.estafet.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The books after a restart, after a cut line, and with a second reader. */
class BooksIT {
    private static final String FAST = "{\"magic\":false,\"webhook\":{\"sent\":1,\"delivered\":1,\"readShare\":0}}";

    @TempDir
    Path temporary;

    private Path directory;
    private SimulatorOptions options;

    @BeforeEach
    void options() {
        directory = temporary.resolve("books");
        options = SimulatorOptions.on(InstantSource.system()).keeping(directory);
    }

    @Test
    void rememberNumbersTemplatesPeopleAndWhatWasSent() {
        // Given
        try (Simulator first = Simulator.start(options)) {
            fill(new Wire(first.baseUrl()));
        }

        // When
        restartAndCheck();

        // Then a second restart reads the snapshot that the first one wrote
        restartAndCheck();
    }

    @Test
    void holdWhatWasAnsweredWhenTheProcessEndsAtAnyPoint() throws IOException {
        // Given a copy of the file as a process that is killed now would leave it, with half a line at its end
        try (Simulator first = Simulator.start(options)) {
            fill(new Wire(first.baseUrl()));
            Files.createDirectories(temporary.resolve("killed"));
            Path copy = temporary.resolve("killed/books.ndjson");
            Files.copy(directory.resolve("books.ndjson"), copy, StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(copy, "[\"sent\",\"1065", StandardOpenOption.APPEND);
        }
        options = options.keeping(temporary.resolve("killed"));

        // When / Then
        restartAndCheck();
    }

    @Test
    void refuseToStartOnDamageInTheMiddle() throws IOException {
        try (Simulator first = Simulator.start(options)) {
            fill(new Wire(first.baseUrl()));
        }
        List<String> lines = Files.readAllLines(directory.resolve("books.ndjson"));
        lines.set(1, "[\"number\",{");
        Files.write(directory.resolve("books.ndjson"), lines);

        assertThatThrownBy(() -> Simulator.start(options))
                .isInstanceOf(IllegalStateException.class)
                .rootCause()
                .satisfies(cause -> assertThat(cause).isNotNull());
    }

    @Test
    void belongToOneSimulatorAtATime() {
        try (Simulator first = Simulator.start(options)) {
            assertThat(first.port()).isPositive();
            assertThatThrownBy(() -> Simulator.start(options)).isInstanceOf(IllegalStateException.class);
        }
        Simulator.start(options).close();
    }

    private static void fill(Wire wire) {
        wire.standard(2);
        wire.put("/behaviour", FAST);
        wire.post("/inbound", "{\"from\":\"+6281200000201\",\"phoneNumberId\":\"%s\"}".formatted(Wire.NUMBER));
        wire.post("/events", """
                {"type":"template","wabaId":"%s","name":"authentication","language":"en_US","event":"PAUSED"}
                """.formatted(Wire.WABA));
        wire.post("/events", """
                {"type":"preference","phoneNumberId":"%s","person":"+6281200000101","value":"stop"}
                """.formatted(Wire.NUMBER));
        wire.send(Wire.templateBody("+6281200000101", "utility", "book-1.1"));
        wire.send(Wire.templateBody("+6281200000102", "utility", "book-2.1"));
        wire.put("/behaviour", "{\"errors\":[{\"code\":131026,\"share\":1,\"async\":true}],\"webhook\":{\"sent\":1}}");
        wire.send(Wire.textBody("+6281200000201", "book-3.1"));
        await().atMost(Duration.ofSeconds(5))
                .until(() -> wire.report().path("pending").asInt() == 0);
    }

    private void restartAndCheck() {
        try (Simulator again = Simulator.start(options)) {
            Wire wire = new Wire(again.baseUrl());
            wire.put("/behaviour", FAST.replace("\"magic\":false", "\"magic\":false,\"rules\":{\"limit\":\"refuse\"}"));
            assertThat(wire.report().path("received").asInt()).isZero();
            // Two people fill the limit, a third is one too many, accepted and delivered alike.
            assertThat(Wire.code(wire.send(Wire.templateBody("+6281200000103", "utility", "new.1"))))
                    .isEqualTo(131048);
            assertThat(wire.violations("limit")).isEqualTo(1);
            assertThat(Wire.json(wire.get("/portfolios"))
                            .path(0)
                            .path("accepted")
                            .asInt())
                    .isEqualTo(2);
            assertThat(Wire.json(wire.get("/portfolios"))
                            .path(0)
                            .path("delivered")
                            .asInt())
                    .isEqualTo(2);
            // The window of the one who wrote is open, and the failed message may be sent anew; the other is seen.
            assertThat(wire.send(Wire.textBody("+6281200000201", null)).statusCode())
                    .isEqualTo(200);
            assertThat(wire.violations("window")).isZero();
            assertThat(Wire.code(wire.send(Wire.templateBody("+6281200000101", "authentication", "x.1"))))
                    .isEqualTo(132015);
            checkDuplicates(wire);
        }
    }

    private static void checkDuplicates(Wire wire) {
        wire.put(
                "/behaviour",
                "{\"magic\":false,\"errors\":[{\"code\":131026,\"share\":1,\"async\":true}],"
                        + "\"webhook\":{\"sent\":1}}");
        wire.send(Wire.textBody("+6281200000201", "book-3.2"));
        assertThat(wire.report().path("duplicates").asInt()).isZero();
        wire.send(Wire.templateBody("+6281200000101", "utility", "book-1.2"));
        assertThat(wire.report().path("duplicates").asInt()).isEqualTo(1);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> wire.report().path("pending").asInt() == 0);
    }
}
