package io.estafet.delivery.cloudapi;

import io.estafet.delivery.Delivery.DeliveryRequest;
import io.estafet.delivery.DeliveryMeters;
import io.estafet.delivery.DeliveryResult;
import io.estafet.delivery.ErrorTable;
import io.estafet.delivery.InflightLimits;
import io.estafet.delivery.TestConfigs;
import io.estafet.message.AttemptId;
import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.TenantId;
import io.estafet.metrics.SenderLabel;
import io.estafet.sender.AccessToken;
import io.estafet.sender.Sender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** A delivery against a server of the test, with deadlines of the test. */
final class Deliveries {

    static final String TOKEN = "EAAG-secret-token";
    static final String ADDRESS = "+31600000001";
    static final String TEXT = "{\"type\":\"text\",\"text\":{\"body\":\"hi\"}}";
    static final AttemptId ATTEMPT = new AttemptId(MessageId.parse("019a0000-0000-7000-8000-000000000001"), 3);

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final CloudApiClients clients;
    final CloudApiDelivery delivery;

    record Config(
            String version,
            URI baseUrl,
            Duration connectDeadline,
            Duration requestDeadline,
            int http1Connections,
            int http2Connections,
            int waiting,
            Duration http1KeepAlive,
            Duration http2KeepAlive)
            implements CloudApiConfig {

        static Config withDeadlines(Duration connect, Duration request) {
            return new Config(
                    "v26.0",
                    URI.create("https://graph.facebook.com"),
                    connect,
                    request,
                    64,
                    2,
                    1024,
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(30));
        }

        Config keepingIdleOnesFor(Duration time) {
            return new Config(
                    version,
                    baseUrl,
                    connectDeadline,
                    requestDeadline,
                    http1Connections,
                    http2Connections,
                    waiting,
                    time,
                    http2KeepAlive);
        }
    }

    Deliveries(Vertx vertx, CloudApiConfig config, HttpClientOptions base) {
        clients = new CloudApiClients(vertx, config, base);
        ErrorTable table = new ErrorTable();
        SenderLabel label = new SenderLabel(new TestConfigs.Metrics(), InstantSource.system());
        DeliveryMeters meters =
                new DeliveryMeters(registry, label, new InflightLimits(new TestConfigs.Inflight()), table);
        delivery = new CloudApiDelivery(vertx, clients, config, meters);
    }

    static Deliveries with(Vertx vertx, Duration connect, Duration request) {
        return new Deliveries(vertx, Config.withDeadlines(connect, request), new HttpClientOptions());
    }

    DeliveryResult send(String baseUrl) {
        return send(baseUrl, ADDRESS, TEXT);
    }

    DeliveryResult send(String baseUrl, String address, String message) {
        return delivery.deliver(request(baseUrl, address, message), () -> {})
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    static DeliveryRequest request(String baseUrl, String address, String message) {
        return new DeliveryRequest(sender(baseUrl), ATTEMPT, address, message.getBytes(StandardCharsets.UTF_8));
    }

    private static Sender sender(String baseUrl) {
        return new Sender(
                new SenderId("15550001"),
                new TenantId("demo"),
                new PortfolioId("p1"),
                "waba1",
                "+15550001",
                URI.create(baseUrl),
                new AccessToken(TOKEN),
                80,
                Optional.empty(),
                false,
                true);
    }
}
