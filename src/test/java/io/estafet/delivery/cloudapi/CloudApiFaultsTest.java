package io.estafet.delivery.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.delivery.DeliveryResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Real sockets: what each fault of a server or of the way to it means. */
class CloudApiFaultsTest extends LoopbackTestBase {

    @Test
    void isNotSentWhenTheConnectionIsRefused() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        assertNotSent(deliveries.send("http://127.0.0.1:" + free));
    }

    @Test
    void isNotSentWhenTheNameIsUnknown() {
        assertNotSent(impatient.send("http://no-such-host.invalid"));
    }

    @Test
    void isNotSentWhenTlsFails() {
        String plain = http(request -> request.response().end(ACCEPTED));

        assertNotSent(deliveries.send(plain.replace("http:", "https:")));
    }

    @Test
    void isNotSentWhenNoConnectionComesInTime() {
        // Given: a server that accepts TCP and never speaks TLS
        String silent = tcp(socket -> {});

        // When
        long began = System.nanoTime();
        DeliveryResult result = impatient.send(silent.replace("http:", "https:"));

        // Then
        assertNotSent(result);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(DEADLINE.plusSeconds(3));
    }

    @Test
    void isUnsendableWithoutAnyRequestWhenTheMessageOverridesTheEnvelope() {
        AtomicInteger requests = new AtomicInteger();
        String url = http(request -> requests.incrementAndGet());

        DeliveryResult result = deliveries.send(url, "user.1", "{\"type\":\"text\",\"to\":\"+49\"}");

        assertThat(result.kind()).isEqualTo(DeliveryResult.Kind.UNSENDABLE);
        assertThat(requests).hasValue(0);
    }

    @Test
    void isUnknownWhenTheServerResetsAfterTheRequest() {
        assertUnknown(deliveries.send(tcp(socket -> socket.handler(bytes -> socket.close()))));
    }

    @Test
    void isUnknownWhenTheServerClosesWithoutReading() {
        // The request may have been in the server's buffer: from here it cannot be told.
        DeliveryResult result = deliveries.send(tcp(NetSocket::close));

        assertThat(result.kind()).isIn(DeliveryResult.Kind.UNKNOWN, DeliveryResult.Kind.NOT_SENT);
        assertThat(result).isNotInstanceOf(DeliveryResult.Refused.class);
    }

    @Test
    void isUnknownAtTheDeadlineWhenTheServerHangs() {
        // When
        long began = System.nanoTime();
        DeliveryResult result = impatient.send(http(request -> {}));

        // Then
        assertUnknown(result);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(DEADLINE, DEADLINE.plusSeconds(3));
    }

    @Test
    void isUnknownAtTheDeadlineWhenTheAnswerDrips() {
        // Given: a byte every 20 ms, for ever
        String url = tcp(socket -> {
            socket.handler(bytes -> {});
            socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            long timer = vertx.setPeriodic(20, tick -> socket.write("1\r\n \r\n"));
            socket.closeHandler(closed -> vertx.cancelTimer(timer));
        });

        // When
        long began = System.nanoTime();
        DeliveryResult result = impatient.send(url);

        // Then
        assertUnknown(result);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(DEADLINE.plusSeconds(3));
    }

    @Test
    void isUnknownWhenTheAnswerIsCut() {
        assertUnknown(deliveries.send(tcp(socket -> socket.handler(
                bytes -> socket.end(Buffer.buffer("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + ACCEPTED))))));
    }

    @Test
    void isUnknownForAGatewayPage() {
        assertUnknown(deliveries.send(
                http(request -> request.response().setStatusCode(502).end("<html>Bad Gateway</html>"))));
    }

    @Test
    void isUnknownWhenTheAnswerIsNotHttp() {
        assertUnknown(deliveries.send(tcp(socket -> socket.handler(bytes -> socket.write("hello\r\n\r\n")))));
    }

    @Test
    void stopsReadingALargeAnswer() {
        // Given: 10 MB, valid at its start
        AtomicInteger written = new AtomicInteger();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        String url = http(request -> {
            request.connection().closeHandler(end -> closed.complete(null));
            request.response().setChunked(true);
            pour(request, written);
        });

        // When
        DeliveryResult result = deliveries.send(url);

        // Then
        assertUnknown(result);
        await().atMost(Duration.ofSeconds(10)).until(closed::isDone);
        assertThat(written.get()).isLessThan(10 * 1024 * 1024);
    }

    @Test
    void neverFollowsARedirectNorSendsTheTokenElsewhere() {
        // Given
        List<String> elsewhere = new CopyOnWriteArrayList<>();
        String other = http(request -> {
            elsewhere.add(String.valueOf(request.getHeader("Authorization")));
            request.response().end(ACCEPTED);
        });
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            String url = http(request -> request.response()
                    .setStatusCode(status)
                    .putHeader("Location", other + "/v")
                    .end());

            // When, Then
            assertUnknown(deliveries.send(url));
        }
        assertThat(elsewhere).isEmpty();
    }

    private static void pour(HttpServerRequest request, AtomicInteger written) {
        Buffer chunk = Buffer.buffer(new byte[16 * 1024]);
        if (written.addAndGet(chunk.length()) > 10 * 1024 * 1024) {
            request.response().end();
        } else {
            request.response().write(chunk).onSuccess(done -> pour(request, written));
        }
    }
}
