package io.estafet.delivery.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.delivery.DeliveryResult;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real sockets: what each fault of a server or of the way to it means. */
class CloudApiDeliveryTest {

    private static final String ACCEPTED = "{\"messages\":[{\"id\":\"wamid.1\"}]}";
    private static final Duration DEADLINE = Duration.ofMillis(700);

    private final Vertx vertx = Vertx.vertx();
    private Deliveries deliveries;

    @BeforeEach
    void start() {
        deliveries = Deliveries.with(vertx, DEADLINE);
    }

    @AfterEach
    void stop() throws Exception {
        deliveries.clients.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void sendsTheEnvelopeWithTheTokenToTheNumbersOwnUrl() {
        // Given
        CompletableFuture<HttpServerRequest> seen = new CompletableFuture<>();
        CompletableFuture<Buffer> body = new CompletableFuture<>();
        String url = http(request -> request.bodyHandler(bytes -> {
            seen.complete(request);
            body.complete(bytes);
            request.response().end(ACCEPTED);
        }));

        // When
        DeliveryResult result = deliveries.send(url + "/prefix/");

        // Then
        assertThat(result)
                .isInstanceOfSatisfying(
                        DeliveryResult.Sent.class,
                        sent -> assertThat(sent.wamid()).isEqualTo("wamid.1"));
        MultiMap headers = seen.join().headers();
        assertThat(seen.join().method().name()).isEqualTo("POST");
        assertThat(seen.join().uri()).isEqualTo("/prefix/v26.0/15550001/messages");
        assertThat(headers.get("Authorization")).isEqualTo("Bearer " + Deliveries.TOKEN);
        assertThat(headers.get("Content-Type")).isEqualTo("application/json");
        assertThat(headers.get("Content-Length"))
                .isEqualTo(Integer.toString(body.join().length()));
        assertThat(body.join().toString())
                .isEqualTo(
                        "{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"individual\",\"to\":\"+31600000001\","
                                + "\"type\":\"text\",\"text\":{\"body\":\"hi\"},"
                                + "\"biz_opaque_callback_data\":\"019a0000-0000-7000-8000-000000000001.3\"}");
    }

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
        assertNotSent(deliveries.send("http://no-such-host.invalid"));
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
        DeliveryResult result = deliveries.send(silent.replace("http:", "https:"));

        // Then
        assertNotSent(result);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
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
        DeliveryResult result = deliveries.send(http(request -> {}));

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
        DeliveryResult result = deliveries.send(url);

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

    @Test
    void refusesWithWhatTheHeadersSayAndWithoutThePersonOrTheToken() {
        // Given
        String url = http(request -> request.response()
                .setStatusCode(429)
                .putHeader("Retry-After", "7")
                .end("{\"error\":{\"code\":130429,\"message\":\"no\\nmore to " + Deliveries.ADDRESS
                        + " or 31 6 0000 0001 by " + Deliveries.TOKEN + "\"}}"));

        // When
        DeliveryResult result = deliveries.send(url);

        // Then
        assertThat(result).isInstanceOfSatisfying(DeliveryResult.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(130429);
            assertThat(refused.regainAfter()).hasValue(Duration.ofSeconds(7));
            assertThat(refused.detail()).isEqualTo("(#130429) no more to [masked] or [number] by [masked]");
        });
    }

    @Test
    void losesNothingWhenTheServerAnnouncesThatItCloses() {
        String url = http(
                request -> request.response().putHeader("Connection", "close").end(ACCEPTED));

        for (int i = 0; i < 50; i++) {
            assertThat(deliveries.send(url).kind()).isEqualTo(DeliveryResult.Kind.SENT);
        }
    }

    @Test
    void losesNothingWhenTheServerClosedTheIdleConnectionBefore() {
        // Given
        AtomicInteger closed = new AtomicInteger();
        String url = http(request -> {
            request.connection().closeHandler(end -> closed.incrementAndGet());
            request.response().end(ACCEPTED);
            vertx.setTimer(20, idle -> request.connection().close());
        });

        for (int i = 1; i <= 20; i++) {
            // When
            DeliveryResult result = deliveries.send(url);

            // Then
            assertThat(result.kind()).isEqualTo(DeliveryResult.Kind.SENT);
            int soFar = i;
            await().atMost(Duration.ofSeconds(5)).until(() -> closed.get() == soFar);
        }
    }

    @Test
    void closesAnIdleConnectionItself() {
        // Given: an idle time of one second, the shortest there is
        Deliveries brief = new Deliveries(
                vertx,
                new Deliveries.Config(
                        "v26.0",
                        URI.create("https://graph.facebook.com"),
                        DEADLINE,
                        DEADLINE,
                        4,
                        1,
                        4,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1)),
                new HttpClientOptions());
        CompletableFuture<Void> closed = new CompletableFuture<>();
        String url = http(request -> {
            request.connection().closeHandler(end -> closed.complete(null));
            request.response().end(ACCEPTED);
        });

        // When
        brief.send(url);

        // Then
        await().atMost(Duration.ofSeconds(10)).until(closed::isDone);
        brief.clients.close();
    }

    @Test
    void answersOnTheContextThatAsked() throws Exception {
        // Given
        String url = http(request -> request.response().end(ACCEPTED));
        for (int i = 0; i < 8; i++) {
            Context context = vertx.getOrCreateContext();
            CompletableFuture<Context> answered = new CompletableFuture<>();

            // When
            context.runOnContext(now -> deliveries
                    .delivery
                    .deliver(Deliveries.request(url, Deliveries.ADDRESS, Deliveries.TEXT))
                    .subscribe()
                    .with(result -> answered.complete(Vertx.currentContext())));

            // Then
            assertThat(answered.get(10, TimeUnit.SECONDS)).isSameAs(context);
        }
    }

    @Test
    void makesNoRequestUntilSubscribedAndOneForEachSubscription() {
        // Given
        AtomicInteger requests = new AtomicInteger();
        String url = http(request -> {
            requests.incrementAndGet();
            request.response().end(ACCEPTED);
        });

        // When
        var once = deliveries.delivery.deliver(Deliveries.request(url, Deliveries.ADDRESS, Deliveries.TEXT));

        // Then
        assertThat(requests).hasValue(0);
        once.await().atMost(Duration.ofSeconds(5));
        assertThat(requests).hasValue(1);
    }

    @Test
    void keepsNoConnectionAfterAThousandTimeouts() {
        // Given: a server that never answers
        AtomicInteger open = new AtomicInteger();
        AtomicInteger answers = new AtomicInteger();
        String url = tcp(socket -> {
            open.incrementAndGet();
            socket.closeHandler(closed -> open.decrementAndGet());
            socket.handler(bytes -> {});
        });

        // When
        for (int i = 0; i < 1_000; i++) {
            deliveries
                    .delivery
                    .deliver(Deliveries.request(url, Deliveries.ADDRESS, Deliveries.TEXT))
                    .subscribe()
                    .with(result -> answers.incrementAndGet());
        }

        // Then: each is answered, by its own deadline or for want of a connection, and nothing stays open
        await().atMost(Duration.ofSeconds(30)).until(() -> answers.get() == 1_000);
        await().atMost(Duration.ofSeconds(10)).until(() -> open.get() == 0);
        assertThat(deliveries
                        .registry
                        .find("estafet.api.request")
                        .tag("outcome", "sent")
                        .timers())
                .isEmpty();
        String works = http(request -> request.response().end(ACCEPTED));
        assertThat(deliveries.send(works).kind()).isEqualTo(DeliveryResult.Kind.SENT);
    }

    private static void assertNotSent(DeliveryResult result) {
        assertThat(result.kind()).as(result.toString()).isEqualTo(DeliveryResult.Kind.NOT_SENT);
    }

    private static void assertUnknown(DeliveryResult result) {
        assertThat(result.kind()).as(result.toString()).isEqualTo(DeliveryResult.Kind.UNKNOWN);
    }

    private static void pour(HttpServerRequest request, AtomicInteger written) {
        Buffer chunk = Buffer.buffer(new byte[16 * 1024]);
        if (written.addAndGet(chunk.length()) > 10 * 1024 * 1024) {
            request.response().end();
        } else {
            request.response().write(chunk).onSuccess(done -> pour(request, written));
        }
    }

    private String http(Handler<HttpServerRequest> handler) {
        return "http://127.0.0.1:"
                + vertx.createHttpServer()
                        .requestHandler(handler)
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .actualPort();
    }

    private String tcp(Handler<NetSocket> handler) {
        NetServer server = vertx.createNetServer().connectHandler(handler);
        return "http://127.0.0.1:"
                + server.listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .actualPort();
    }
}
