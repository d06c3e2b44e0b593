package io.estafet.intake.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.estafet.access.ApiKeyMechanism;
import io.estafet.clock.Lateness;
import io.estafet.delivery.TestConfigs;
import io.estafet.intake.IntakeConfig;
import io.estafet.intake.IntakeMeters;
import io.estafet.metrics.SenderLabel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Single messages that arrive together at the same moment, over real connections. */
class ArrivalsTest {

    /** The SHA-256 of the key {@code demo}. */
    private static final String DIGEST = "2a97516c354b68848cdbd8f54a226a0a55b21ed138e207ad6c5cbb9c00aa5aea";

    private static final int PLACES = 4;
    private static final long WORK_NANOS = Duration.ofMillis(20).toNanos();
    private static final int SOCKET_MILLIS = 20_000;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final List<Socket> sockets = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void listen() {
        Filters filters = new Filters();
        arrivals().register(filters);
        Router router = Router.router(vertx);
        filters.getFilters().forEach(filter -> router.route().handler(filter.getHandler()));
        router.route().handler(ArrivalsTest::answer);
        server = vertx.createHttpServer().requestHandler(router);
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void close() throws IOException {
        letGo.countDown();
        for (Socket socket : sockets) {
            socket.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aRequestWithoutAKeyTakesNobodysPlace() throws Exception {
        // Given
        List<Socket> strangers = connect(2 * PLACES);
        List<Socket> tenants = connect(PLACES + 1);
        keepTheEventLoop();

        // When all are there at the same moment
        for (Socket tenant : tenants) {
            ask(tenant, "Bearer demo");
        }
        for (Socket stranger : strangers) {
            ask(stranger, "Bearer another");
        }
        letGo.countDown();

        // Then of one tenant's the first goes on, half of the places are for those behind it, and no stranger waits
        assertThat(statuses(strangers)).containsOnly(202);
        assertThat(statuses(tenants)).containsExactlyInAnyOrder(202, 202, 202, 503, 503);
    }

    /** What arrives from now on is read together, when the event loop is let go. */
    private void keepTheEventLoop() throws InterruptedException {
        CountDownLatch kept = new CountDownLatch(1);
        vertx.runOnContext(busy -> {
            kept.countDown();
            try {
                letGo.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(kept.await(20, TimeUnit.SECONDS)).isTrue();
    }

    /** In the place of what comes behind the filter: each message takes longer than all may in one go. */
    private static void answer(RoutingContext request) {
        long begun = System.nanoTime();
        while ("Bearer demo".equals(request.request().getHeader("authorization"))
                && System.nanoTime() - begun < WORK_NANOS) {
            Thread.onSpinWait();
        }
        request.response().setStatusCode(202).end();
    }

    private List<Socket> connect(int count) throws IOException {
        List<Socket> connected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            connected.add(connect());
        }
        return connected;
    }

    /** The server has seen the connection when it has answered over it once. */
    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", server.actualPort());
        socket.setSoTimeout(SOCKET_MILLIS);
        sockets.add(socket);
        ask(socket, "Bearer another");
        assertThat(status(socket)).isEqualTo(202);
        return socket;
    }

    private static void ask(Socket socket, String key) throws IOException {
        String request =
                "POST /v1/messages HTTP/1.1\r\nHost: t\r\nAuthorization: " + key + "\r\nContent-Length: 0\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    private static List<Integer> statuses(List<Socket> sockets) throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (Socket socket : sockets) {
            statuses.add(status(socket));
        }
        return statuses;
    }

    /** Of the next answer. */
    private static int status(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as(head.toString()).isNotNegative();
            head.append((char) next);
        }
        return RawHttp.status(head.toString());
    }

    private Arrivals arrivals() {
        SmallRyeConfig settings = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(IntakeConfig.class)
                .withDefaultValue("estafet.intake.waiting", Integer.toString(PLACES))
                // Nobody is refused for having waited, however busy the machine is.
                .withDefaultValue("estafet.intake.waiting-patience", "PT1M")
                .build();
        ApiKeyMechanism keys = new ApiKeyMechanism(() -> Map.of("demo", DIGEST));
        SenderLabel label = new SenderLabel(new TestConfigs.Metrics(2, Duration.ofMinutes(10)), InstantSource.system());
        try {
            return new Arrivals(
                    () -> keys,
                    settings.getConfigMapping(IntakeConfig.class),
                    new IntakeMeters(new SimpleMeterRegistry(), label),
                    new Lateness(),
                    new ObjectMapper());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
