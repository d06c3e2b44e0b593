package io.estafet.directory.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.estafet.testing.ServersResource;
import io.estafet.testing.WhatsApp;
import io.estafet.testing.WhatsAppTestBase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A number is registered by whoever can prove it, against the simulator and against servers that misbehave. */
@QuarkusTest
@QuarkusTestResource(value = NumberProofIT.Verifying.class, restrictToAnnotatedClass = true)
class NumberProofIT extends WhatsAppTestBase {

    /** Beyond the deadline of the proof, 5 s, and below the 30 s that the server would take. */
    private static final long PATIENCE_MILLIS = 25_000;

    private final String suffix = Long.toString(System.nanoTime(), 36);
    private final String sender = "vs-" + suffix;
    private final String waba = "vw-" + suffix;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private HttpServer api;

    /** The servers of all tests, with the proof turned on. */
    public static final class Verifying extends ServersResource {
        @Override
        public Map<String, String> start() {
            Map<String, String> settings = new HashMap<>(super.start());
            settings.put("estafet.directory.verify", "true");
            return settings;
        }
    }

    @BeforeEach
    void register() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.setExecutor(workers);
        api.start();
        for (String tenant : List.of("demo", "demo2")) {
            call(tenant)
                    .body("{\"messagingLimit\":250}")
                    .put("/v1/portfolios/" + portfolio(tenant))
                    .then()
                    .statusCode(201);
        }
    }

    @AfterEach
    void stop() {
        api.stop(0);
        workers.shutdownNow();
    }

    @Test
    void theTokensOwnNumberIsRegistered() {
        // Given
        whatsApp.portfolio("vp", 250);
        whatsApp.number(sender, waba, "vp", 80);

        // When, Then
        put("demo", whatsApp.baseUrl(), WhatsApp.TOKEN).statusCode(201).body("wabaId", equalTo(waba));
        call("demo")
                .body("{\"category\":\"utility\",\"status\":\"APPROVED\"}")
                .put("/v1/templates/" + waba + "/hello/en")
                .then()
                .statusCode(201);
    }

    @Test
    void aWrongTokenIsRefusedInTheApisWordsAndNothingIsStored() {
        // Given
        whatsApp.portfolio("vp", 250);
        whatsApp.number(sender, waba, "vp", 80);

        // When, Then
        put("demo", whatsApp.baseUrl(), "nobodys")
                .statusCode(422)
                .body("errors.pointer", contains("/accessToken"))
                .body("errors.detail", hasItem(containsString("(#190)")));
        assertNothingStored("demo");
    }

    @Test
    void anotherAccountsNumberIsRefused() {
        // Given
        whatsApp.portfolio("vp", 250);
        whatsApp.number(sender, "other-" + suffix, "vp", 80);

        // When, Then: the account is not the token's; then it is, without the number in it
        put("demo", whatsApp.baseUrl(), WhatsApp.TOKEN)
                .statusCode(422)
                .body("errors.pointer", contains("/wabaId"))
                .body("errors.detail", hasItem(containsString("(#100)")));
        whatsApp.number("vn-" + suffix, waba, "vp", 80);
        put("demo", whatsApp.baseUrl(), WhatsApp.TOKEN).statusCode(422).body("errors.pointer", contains("/wabaId"));
        assertNothingStored("demo");
    }

    @Test
    void whoHasNoProofDoesNotLearnThatANumberIsInUse() {
        // Given
        whatsApp.portfolio("vp", 250);
        whatsApp.number(sender, waba, "vp", 80);
        Response free =
                call("demo2").body(body("demo2", whatsApp.baseUrl(), "nobodys")).put(path());
        put("demo", whatsApp.baseUrl(), WhatsApp.TOKEN).statusCode(201);

        // When
        Response used =
                call("demo2").body(body("demo2", whatsApp.baseUrl(), "nobodys")).put(path());

        // Then
        assertThat(used.statusCode()).isEqualTo(422);
        assertThat(used.asString()).isEqualTo(free.asString());
        put("demo2", whatsApp.baseUrl(), WhatsApp.TOKEN).statusCode(404);
    }

    @Test
    void ofTwoTenantsWithProofOneGetsTheNumber() throws Exception {
        // Given
        whatsApp.portfolio("vp", 250);
        whatsApp.number(sender, waba, "vp", 80);
        CountDownLatch go = new CountDownLatch(1);

        // When
        CompletableFuture<Integer> one = race("demo", go);
        CompletableFuture<Integer> other = race("demo2", go);
        go.countDown();

        // Then
        assertThat(List.of(one.get(20, TimeUnit.SECONDS), other.get(20, TimeUnit.SECONDS)))
                .containsExactlyInAnyOrder(201, 404);
    }

    @Test
    void aNumberBeyondTheFirstPageIsFound() {
        // Given
        api.createContext("/", exchange -> {
            String uri = exchange.getRequestURI().toString();
            String page = uri.contains("after=N%2F2")
                    ? "{\"data\":[{\"id\":\"%s\"}],\"paging\":{}}".formatted(sender)
                    : "{\"data\":[{\"id\":\"1\"}],\"paging\":{\"cursors\":{\"after\":\"N/2\"},\"next\":\"x\"}}";
            answer(exchange, 200, uri.contains("phone_numbers") ? page : "{\"id\":\"%s\"}".formatted(sender));
        });

        // When
        put("demo", url(), "t").statusCode(201);

        // Then
        assertThat(requests)
                .hasSize(3)
                .allMatch(uri -> uri.startsWith("/v26.0/"))
                .noneMatch(uri -> uri.contains("token"));
    }

    @Test
    void onlyAChangeOfAccountAddressOrTokenIsProvedAgain() {
        // Given
        proves();
        put("demo", url(), "t").statusCode(201);
        requests.clear();

        // When nothing of it changes
        put("demo", url(), "t").statusCode(200);
        put("demo", url() + "/", null).statusCode(200);
        patch("{\"paused\":true,\"throughput\":40}").statusCode(200);
        assertThat(requests).isEmpty();

        // Then
        patch("{\"accessToken\":\"t2\"}").statusCode(200);
        assertThat(requests).hasSize(2);
        put("demo", url(), "t3").statusCode(200);
        assertThat(requests).hasSize(4);
        patch("{\"baseUrl\":\"%s/gateway\"}".formatted(url())).statusCode(200);
        assertThat(requests).hasSize(6).last().asString().startsWith("/gateway/v26.0/");
        patch("{\"wabaId\":\"%s-2\"}".formatted(waba)).statusCode(200);
        assertThat(requests).hasSize(8).last().asString().contains(waba + "-2/phone_numbers");
    }

    @Test
    void aChangeThatIsNotProvedChangesNothing() {
        // Given
        proves();
        put("demo", url(), "t").statusCode(201);
        api.removeContext("/");
        api.createContext("/", exchange -> answer(exchange, 401, "{\"error\":{\"code\":190,\"message\":\"no\"}}"));

        // When, Then
        patch("{\"accessToken\":\"t2\",\"throughput\":7}").statusCode(422);
        patch("{\"wabaId\":\"elsewhere\"}").statusCode(422);
        call("demo").get(path()).then().body("throughput", equalTo(80)).body("wabaId", equalTo(waba));
    }

    @Test
    void nobodyThereIsAskedToComeAgainAndNothingIsStored() {
        api.stop(0);

        put("demo", url(), "t")
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .contentType("application/problem+json")
                .body("code", equalTo("unavailable"));
        assertNothingStored("demo");
    }

    @Test
    void aSlowAnswerIsGivenUpAtItsDeadline() throws InterruptedException {
        // Given one that never answers, and one that never ends
        CountDownLatch over = new CountDownLatch(1);
        api.createContext("/", exchange -> hang(exchange, over));
        api.createContext("/drips", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            hang(exchange, over);
        });

        for (String base : List.of(url(), url() + "/drips")) {
            // When
            Response answer = call("demo").body(body("demo", base, "t")).put(path());

            // Then
            assertThat(answer.statusCode()).as(base).isEqualTo(503);
            assertThat(answer.time()).as(base).isLessThan(PATIENCE_MILLIS);
        }
        over.countDown();
        assertNothingStored("demo");
    }

    @Test
    void aRedirectIsNotFollowedAndAnEndlessAnswerNotRead() {
        // Given
        api.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Location", url() + "/elsewhere");
            answer(exchange, 302, "");
        });
        api.createContext("/long", exchange -> answer(exchange, 200, "{\"id\":\"" + "x".repeat(2 << 20) + "\"}"));
        api.createContext("/page", exchange -> answer(exchange, 200, "<html>hello</html>"));

        // When, Then
        for (String base : List.of(url(), url() + "/long", url() + "/page")) {
            put("demo", base, "t").statusCode(502).body("code", equalTo("bad-gateway"));
        }
        assertThat(requests).noneMatch(uri -> uri.contains("elsewhere"));
        assertNothingStored("demo");
    }

    private CompletableFuture<Integer> race(String tenant, CountDownLatch go) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(io.restassured.RestAssured.baseURI + ":" + io.restassured.RestAssured.port + path()))
                .header("Authorization", "Bearer " + tenant)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body(tenant, whatsApp.baseUrl(), WhatsApp.TOKEN)))
                .build();
        HttpClient client = HttpClient.newHttpClient();
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        go.await();
                        return client.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode();
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                workers);
    }

    /** Shows the number to every token, in every account. */
    private void proves() {
        api.createContext("/", exchange -> {
            boolean account = exchange.getRequestURI().toString().contains("phone_numbers");
            String number = "{\"id\":\"%s\"}".formatted(sender);
            answer(exchange, 200, account ? "{\"data\":[" + number + "]}" : number);
        });
    }

    private static void hang(HttpExchange exchange, CountDownLatch over) {
        try {
            over.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        requests.add(exchange.getRequestURI().toString());
        assertThat(exchange.getRequestHeaders().getFirst("Authorization")).startsWith("Bearer t");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String url() {
        return "http://127.0.0.1:" + api.getAddress().getPort();
    }

    private String path() {
        return "/v1/senders/" + sender;
    }

    private String portfolio(String tenant) {
        return "vp-" + tenant + "-" + suffix;
    }

    private String body(String tenant, String baseUrl, String token) {
        return "{\"portfolio\":\"%s\",\"wabaId\":\"%s\",\"displayPhoneNumber\":\"+1\",\"baseUrl\":\"%s\"%s}"
                .formatted(portfolio(tenant), waba, baseUrl, token == null ? "" : ",\"accessToken\":\"" + token + "\"");
    }

    private ValidatableResponse put(String tenant, String baseUrl, String token) {
        return call(tenant).body(body(tenant, baseUrl, token)).put(path()).then();
    }

    private ValidatableResponse patch(String body) {
        return call("demo").body(body).patch(path()).then();
    }

    private void assertNothingStored(String tenant) {
        call(tenant).get(path()).then().statusCode(404);
    }

    private static RequestSpecification call(String tenant) {
        return given().header("Authorization", "Bearer " + tenant).contentType("application/json");
    }
}
