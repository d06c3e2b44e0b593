package io.estafet.delivery.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.delivery.DeliveryResult;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Servers of the test on loopback, and a delivery to them with short deadlines. */
abstract class LoopbackTestBase {

    static final String ACCEPTED = "{\"messages\":[{\"id\":\"wamid.1\"}]}";
    static final Duration DEADLINE = Duration.ofMillis(700);

    final Vertx vertx = Vertx.vertx();
    Deliveries deliveries;

    @BeforeEach
    void start() {
        deliveries = Deliveries.with(vertx, DEADLINE);
    }

    @AfterEach
    void stop() throws Exception {
        deliveries.clients.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    static void assertNotSent(DeliveryResult result) {
        assertThat(result.kind()).as(result.toString()).isEqualTo(DeliveryResult.Kind.NOT_SENT);
    }

    static void assertUnknown(DeliveryResult result) {
        assertThat(result.kind()).as(result.toString()).isEqualTo(DeliveryResult.Kind.UNKNOWN);
    }

    String http(Handler<HttpServerRequest> handler) {
        return "http://127.0.0.1:"
                + vertx.createHttpServer()
                        .requestHandler(handler)
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .actualPort();
    }

    String tcp(Handler<NetSocket> handler) {
        NetServer server = vertx.createNetServer().connectHandler(handler);
        return "http://127.0.0.1:"
                + server.listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .actualPort();
    }
}
