package io.estafet.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.metrics.Meters;
import io.estafet.testing.IntakeOnly;
import io.estafet.testing.ServersResource;
import io.estafet.testing.Warnings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.core.http.StreamResetException;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers who go in the midst of a stream of lines: each is counted once, and none is logged. */
@QuarkusTest
@TestProfile(IntakeOnly.class)
@QuarkusTestResource(ServersResource.class)
class LostCallersIT {

    private static final Duration MOST = Duration.ofSeconds(20);
    private static final int WINDOW_BYTES = 4_096;

    /** Their answers are more than the windows of a connection have room for. */
    private static final int MANY = 20_000;

    @Inject
    MeterRegistry meters;

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages/batch", "/v1/consents/import"})
    void oneWhoGoesBeforeTheEndOfItsLinesIsCountedOnce(String path) throws IOException {
        try (Warnings warnings = new Warnings()) {
            for (int i = 0; i < 10; i++) {
                double before = aborts();
                Socket caller = begin(path);
                write(caller, "{}\n");
                caller.close();
                await().atMost(MOST).untilAsserted(() -> assertThat(aborts()).isEqualTo(before + 1));
            }
            assertThat(warnings.lines()).isEmpty();
        }
    }

    /** The program waits for a caller who takes no answers, and hears of the end from a write of its own. */
    @Test
    void oneWhoGoesWithoutTakingItsAnswersIsCountedOnce() throws IOException {
        for (int i = 0; i < 10; i++) {
            double before = aborts();
            try (Socket caller = begin("/v1/messages/batch")) {
                for (int line = 0; line < MANY; line += 100) {
                    write(caller, "{}\n".repeat(100));
                }
                assertThat(caller.getInputStream().read()).isNotNegative();
            }
            await().atMost(MOST).untilAsserted(() -> assertThat(aborts()).isEqualTo(before + 1));
        }
    }

    @Test
    void theConsoleShowsNoTraceOfThem() {
        assertThat(isShown(new StreamResetException(0))).isFalse();
        assertThat(isShown(new IllegalStateException("a fault of our own"))).isTrue();
    }

    private static boolean isShown(Throwable thrown) {
        ExtLogRecord record = new ExtLogRecord(Level.ERROR, "failed", PublisherResponseHandler.class.getName());
        record.setLoggerName(PublisherResponseHandler.class.getName());
        record.setThrown(thrown);
        ExtHandler console = (ExtHandler) Arrays.stream(InitialConfigurator.DELAYED_HANDLER.getHandlers())
                .filter(ConsoleHandler.class::isInstance)
                .findFirst()
                .orElseThrow();
        return console.isLoggable(record);
    }

    /** A connection that ends with a reset. */
    private static Socket begin(String path) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(WINDOW_BYTES);
        socket.setSoLinger(true, 0);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), RestAssured.port));
        String head = "POST " + path + " HTTP/1.1\r\nhost: t\r\nauthorization: Bearer demo\r\n"
                + "content-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(US_ASCII));
        return socket;
    }

    private static void write(Socket socket, String lines) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write((Integer.toHexString(lines.length()) + "\r\n" + lines + "\r\n").getBytes(US_ASCII));
    }

    private double aborts() {
        return meters.find(Meters.HTTP_REFUSED).tag(Meters.REASON, BodyFailure.ABORTED.word()).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
