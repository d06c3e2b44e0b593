package io.estafet.delivery.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.delivery.DeliveryResult;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent, where it is answered, and what stays behind. */
class CloudApiDeliveryTest extends LoopbackTestBase {

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
            assertThat(refused.retryAfter()).hasValue(Duration.ofSeconds(7));
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:99999",
                "http://127.0.0.1:0",
                "http://127.0.0.1/../x",
                "http://127.0.0.1/é",
                "http://127.0.0.1/%2e%2e",
                "ftp://127.0.0.1",
                "http://no_host",
                "unreadable:words",
                "words",
                ""
            })
    void anAddressThatNoRequestCanBeBuiltForIsTheNumbersFault(String url) {
        AtomicInteger left = new AtomicInteger();

        DeliveryResult result = deliveries
                .delivery
                .deliver(Deliveries.request(url, Deliveries.ADDRESS, Deliveries.TEXT), left::incrementAndGet)
                .await()
                .atMost(Duration.ofSeconds(20));

        assertThat(result.kind()).isEqualTo(DeliveryResult.Kind.MISCONFIGURED);
        assertThat(left).hasValue(0);
    }

    @Test
    void closesAnIdleConnectionItself() {
        // Given: an idle time of one second, the shortest there is
        Deliveries brief = new Deliveries(
                vertx,
                new Deliveries.Config(
                        "v26.0",
                        URI.create("https://graph.facebook.com"),
                        PATIENCE,
                        PATIENCE,
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
                    .deliver(Deliveries.request(url, Deliveries.ADDRESS, Deliveries.TEXT), () -> {})
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
        var once = deliveries.delivery.deliver(Deliveries.request(url, Deliveries.ADDRESS, Deliveries.TEXT), () -> {});

        // Then
        assertThat(requests).hasValue(0);
        once.await().atMost(PATIENCE);
        assertThat(requests).hasValue(1);
    }

    @Test
    void keepsNoConnectionThatCameTooLate() {
        // Given: a deadline that is over before any connection is there
        Deliveries hasty = Deliveries.with(vertx, Duration.ofMillis(500), Duration.ofMillis(1));
        AtomicInteger open = new AtomicInteger();
        AtomicInteger received = new AtomicInteger();
        String url = tcp(socket -> {
            open.incrementAndGet();
            socket.closeHandler(closed -> open.decrementAndGet());
            socket.handler(bytes -> received.incrementAndGet());
        });

        // When
        long notSent = IntStream.range(0, 200)
                .filter(i -> hasty.send(url).kind() == DeliveryResult.Kind.NOT_SENT)
                .count();

        // Then: what is called not sent was not, and its connection is gone before the pool would close it
        await().atMost(Duration.ofSeconds(3)).until(() -> open.get() == 0);
        assertThat(received.get()).isLessThanOrEqualTo((int) (200 - notSent));
        hasty.clients.close();
    }

    /** A connection that is new and silent is idle only when no request has it. */
    @Test
    void waitsForAnAnswerLongerThanItKeepsIdleConnections() {
        Deliveries.Config config =
                Deliveries.Config.withDeadlines(PATIENCE, PATIENCE).keepingIdleOnesFor(Duration.ofMillis(100));
        Deliveries tidy = new Deliveries(vertx, config, new HttpClientOptions());
        String slow = http(
                request -> vertx.setTimer(1_000, fired -> request.response().end(ACCEPTED)));

        assertThat(tidy.send(slow).kind()).isEqualTo(DeliveryResult.Kind.SENT);
        tidy.clients.close();
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
            impatient
                    .delivery
                    .deliver(Deliveries.request(url, Deliveries.ADDRESS, Deliveries.TEXT), () -> {})
                    .subscribe()
                    .with(result -> answers.incrementAndGet());
        }

        // Then: each is answered, by its own deadline or for want of a connection, and nothing stays open
        await().atMost(Duration.ofSeconds(30)).until(() -> answers.get() == 1_000);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(open).hasValue(0));
        assertThat(impatient
                        .registry
                        .find("estafet.api.request")
                        .tag("outcome", "sent")
                        .timers())
                .isEmpty();
        String works = http(request -> request.response().end(ACCEPTED));
        assertThat(impatient.send(works).kind()).isEqualTo(DeliveryResult.Kind.SENT);
    }
}
