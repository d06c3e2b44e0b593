package io.estafet;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.architecture.OpenApi;
import io.estafet.testing.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds for every operation of the contract, whatever it does: methods, queries and values that nobody should
 * send.
 */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class EveryOperationIT {

    private static final String PROBLEM = "application/problem+json";
    private static final String PORTFOLIO = "every-operation";
    private static final String LINES = "application/x-ndjson";
    /** A hang is longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final OpenApi CONTRACT = OpenApi.read();

    private final HttpClient client = HttpClient.newHttpClient();

    @TestHTTPResource
    URI api;

    @BeforeEach
    void registerPortfolio() {
        assertThat(call("PUT", "/v1/portfolios/" + PORTFOLIO, "{\"messagingLimit\":250}")
                        .statusCode())
                .isLessThan(300);
    }

    static Stream<String> oddValues() {
        return Stream.of("%00", "x%00y", "%ED%A0%80", "x%ED%B0%80", "%FF", "a".repeat(10_000));
    }

    @ParameterizedTest
    @MethodSource("oddValues")
    void noValueBreaksAPath(String value) {
        CONTRACT.operations().keySet().forEach(operation -> {
            String query =
                    CONTRACT.parameters(operation, "query").contains("portfolio") ? "?portfolio=" + PORTFOLIO : "";
            for (String name : CONTRACT.parameters(operation, "path")) {
                String path = path(operation).replace("{" + name + "}", value);
                assertRefused(operation + " " + name, call(operation, plain(path) + query));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("oddValues")
    void noValueBreaksAQuery(String value) {
        CONTRACT.operations().keySet().forEach(operation -> {
            for (String name : CONTRACT.parameters(operation, "query")) {
                boolean elsewhere = name.equals("portfolio") || CONTRACT.isOpen(operation);
                String more =
                        elsewhere || !CONTRACT.parameters(operation, "query").contains("portfolio")
                                ? ""
                                : "&portfolio=" + PORTFOLIO;
                HttpResponse<String> answer = call(operation, plain(path(operation)) + "?" + name + "=" + value + more);
                assertRefused(operation + " " + name, answer);
            }
        });
    }

    @Test
    void queriesAreReadStrictly() {
        CONTRACT.operations().keySet().stream()
                .filter(operation -> !CONTRACT.isOpen(operation))
                .forEach(operation -> {
                    String path = plain(path(operation));
                    assertInvalid(operation, path + "?none-such=1");
                    assertInvalid(operation, path + "?=1");
                    Set<String> names = CONTRACT.parameters(operation, "query");
                    if (names.isEmpty()) {
                        assertInvalid(operation, path + "?limit=1");
                    }
                    for (String name : names) {
                        assertInvalid(operation, path + "?" + name + "=");
                        assertInvalid(operation, path + "?" + name);
                        assertInvalid(operation, path + "?" + name + "=1&" + name + "=1");
                        assertInvalid(operation, path + "?" + name + "=1;" + name + "=1");
                        assertInvalid(operation, path + "?" + name + "=%00");
                    }
                });
    }

    @Test
    void anEmptyFilterSendsNothingAgain() {
        HttpResponse<String> answer = call("POST", "/v1/messages/redrive?sender=s&state=failed&campaign=", "{}");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("campaign");
    }

    @Test
    void aKeyIsAskedForFirst() {
        CONTRACT.operations().keySet().stream()
                .filter(operation -> !CONTRACT.isOpen(operation))
                .forEach(operation -> {
                    HttpRequest.Builder request = request(operation, plain(path(operation)) + "?none-such=1", "{}");
                    request.setHeader("Authorization", "Bearer nobody");
                    assertThat(send(request).statusCode()).as(operation).isEqualTo(401);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "TRACE", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "PROPFIND"})
    void pathsTellTheMethodsThatTheyHave(String method) {
        methods().forEach((path, methods) -> {
            if (!methods.contains(method.equals("HEAD") ? "GET" : method)) {
                HttpResponse<String> answer = call(method, plain(path), "");
                String said = method + " " + path + answer.headers().map();
                assertThat(answer.statusCode()).as(said).isEqualTo(405);
                assertThat(answer.headers().firstValue("Allow").orElse("").split(", "))
                        .as(said)
                        .containsExactlyInAnyOrderElementsOf(methods);
                assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                        .as(said)
                        .startsWith(PROBLEM);
                assertThat(method.equals("HEAD") || answer.body().contains("\"method-not-allowed\""))
                        .as(said)
                        .isTrue();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "TRACE", "GET", "POST"})
    void pathsThatAreNotThereAreNotFound(String method) {
        for (String path :
                new String[] {"/v1/none", "/v1/portfolios", "/v1/messages/x/y", "/v1/consents/a/b", "/none"}) {
            HttpResponse<String> answer = call(method, path, "");
            assertThat(answer.statusCode()).as(method + " " + path).isEqualTo(404);
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(PROBLEM);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "5000, 200",
        "5000.0, 200",
        "5e3, 200",
        "50000E-1, 200",
        "5000.5, 422",
        "0.0, 422",
        "-5e3, 422",
        "1e18, 200",
        "1e19, 422",
        "1e999999999, 422",
        "1e-999999999, 422",
        "1e99999999999, 400"
    })
    void aWholeNumberMayBeWrittenInAnyWay(String number, int status) {
        String path = "/v1/portfolios/" + PORTFOLIO;
        HttpResponse<String> answer = call("PUT", path, "{\"messagingLimit\":" + number + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        if (number.startsWith("5") && status == 200) {
            assertThat(call("GET", path, "").body()).contains("\"messagingLimit\":5000,");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages/batch", "/v1/consents/import"})
    void aStreamWithoutABodyIsRefused(String path) {
        HttpRequest.Builder request = request("POST " + path, path, "").setHeader("Content-Type", LINES);
        HttpResponse<String> answer = send(request);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"malformed-json\"");
        assertThat(send(request.POST(BodyPublishers.noBody())).statusCode()).isEqualTo(400);
        assertThat(send(request.POST(BodyPublishers.ofString("\n"))).statusCode())
                .isEqualTo(200);
    }

    private void assertInvalid(String operation, String target) {
        HttpResponse<String> answer = call(operation, target);
        assertThat(answer.statusCode())
                .as(operation + " " + target + answer.body())
                .isEqualTo(422);
        assertThat(answer.body()).contains("\"invalid\"");
    }

    private static void assertRefused(String what, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(what + answer.body()).isBetween(400, 499);
        boolean ours = answer.uri().getPath().startsWith("/v1/");
        assertThat(!ours
                        || answer.headers()
                                .firstValue("Content-Type")
                                .orElse("")
                                .startsWith(PROBLEM))
                .as(what)
                .isTrue();
    }

    private static Map<String, Set<String>> methods() {
        return CONTRACT.operations().keySet().stream()
                .collect(Collectors.groupingBy(
                        EveryOperationIT::path,
                        TreeMap::new,
                        Collectors.mapping(
                                operation -> operation.substring(0, operation.indexOf(' ')),
                                Collectors.toCollection(TreeSet::new))));
    }

    private static String path(String operation) {
        return operation.substring(operation.indexOf(' ') + 1);
    }

    /** With a value for what is left to be given. */
    private static String plain(String path) {
        return path.replaceAll("\\{[^}]*}", "x");
    }

    private HttpResponse<String> call(String operation, String target) {
        return send(request(operation, target, "{}"));
    }

    private HttpResponse<String> call(String method, String target, String body) {
        return send(request(method + " " + target, target, body));
    }

    private HttpRequest.Builder request(String operation, String target, String body) {
        String method = operation.substring(0, operation.indexOf(' '));
        Set<String> types = CONTRACT.operations().containsKey(operation) ? CONTRACT.bodyTypes(operation) : Set.of();
        boolean bare = body.isEmpty() || method.equals("GET") || method.equals("DELETE");
        return HttpRequest.newBuilder(URI.create("http://" + api.getAuthority() + target))
                .timeout(PATIENCE)
                .method(method, bare ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .setHeader("Authorization", "Bearer demo")
                .setHeader("Content-Type", types.contains(LINES) ? LINES : "application/json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(request.build() + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
