package io.estafet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.estafet.architecture.OpenApi;
import io.estafet.testing.Replica;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the packaged program shows its contract: one build, and the profile decides. */
@Timeout(120)
class ContractIT {

    private static final Pattern API = Pattern.compile("Listening on: http://[^:]+:(\\d+)");
    private static final Pattern MANAGEMENT = Pattern.compile("Management interface listening on http://[^:]+:(\\d+)");

    private final HttpClient client = HttpClient.newHttpClient();

    @ParameterizedTest
    @CsvSource({"test, 200", "prod, 404"})
    void contractIsOnThePortOfTheApiAndNotInProd(String profile, int status) throws Exception {
        try (Replica replica = start(profile)) {
            assertThat(status(replica, API, "/q/openapi")).isEqualTo(status);
            assertThat(status(replica, API, "/q/swagger-ui/")).isEqualTo(status);
            assertThat(status(replica, MANAGEMENT, "/q/openapi")).isEqualTo(404);
            assertThat(status(replica, MANAGEMENT, "/q/health/ready")).isEqualTo(200);
        }
    }

    @Test
    void prodShowsItWhenTold() throws Exception {
        try (Replica replica = start("prod", "quarkus.smallrye-openapi.enabled", "quarkus.swagger-ui.enabled")) {
            assertThat(status(replica, API, "/q/openapi")).isEqualTo(200);
            assertThat(status(replica, API, "/q/swagger-ui/")).isEqualTo(200);
        }
    }

    /** Nothing is left out, and nothing is mixed in by those who serve it. */
    @Test
    void whatIsServedIsWhatIsWritten() throws Exception {
        try (Replica replica = start("test")) {
            String served = get(replica, API, "/q/openapi").body();
            assertThat(new YAMLMapper().readTree(served))
                    .isEqualTo(OpenApi.read().root());
        }
    }

    private static Replica start(String profile, String... switches) {
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.profile", profile);
        for (String on : switches) {
            settings.put(on, "true");
        }
        return Replica.start("contract-" + profile, settings).awaitReady();
    }

    private int status(Replica replica, Pattern port, String path) throws IOException, InterruptedException {
        return get(replica, port, path).statusCode();
    }

    private HttpResponse<String> get(Replica replica, Pattern port, String path)
            throws IOException, InterruptedException {
        // Its parts may be ready before the line that says where it listens.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> port.matcher(replica.output()).find());
        Matcher found = port.matcher(replica.output());
        assertThat(found.find()).isTrue();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + found.group(1) + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
