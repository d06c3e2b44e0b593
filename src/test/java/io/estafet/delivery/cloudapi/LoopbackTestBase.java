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

/** Servers of the test on loopback, and deliveries to them. */
abstract class LoopbackTestBase {

    static final String ACCEPTED = "{\"messages\":[{\"id\":\"wamid.1\"}]}";
    /** Of the impatient: long enough for a busy machine to connect and send. */
    static final Duration DEADLINE = Duration.ofSeconds(2);
    /** No result that has another cause may come of it. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    final Vertx vertx = Vertx.vertx();
    Deliveries deliveries;
    Deliveries impatient;

    @BeforeEach
    void start() {
        deliveries = Deliveries.with(vertx, PATIENCE, PATIENCE);
        impatient = Deliveries.with(vertx, DEADLINE, DEADLINE);
    }

    @AfterEach
    void stop() throws Exception {
        deliveries.clients.close();
        impatient.clients.close();
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
