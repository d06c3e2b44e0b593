package io.estafet.directory.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.estafet.testing.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class DirectoryApiIT {

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final String RUN = Long.toString(System.nanoTime(), 36);
    private static final String IMPORT = "/v1/consents/import";
    private static final String PROBLEM = "application/problem+json";

    private final String suffix = RUN + "-" + NEXT.incrementAndGet();
    private final String portfolio = "rp-" + suffix;
    private final String sender = "rs-" + suffix;
    private final String waba = "rw-" + suffix;

    @BeforeEach
    void register() {
        put("/v1/portfolios/" + portfolio, "{\"messagingLimit\":250}").statusCode(201);
        put("/v1/senders/" + sender, senderBody("\"accessToken\":\"very-secret\","))
                .statusCode(201);
    }

    @Test
    void portfolioIsToldAsItWasMade() {
        get("/v1/portfolios/" + portfolio).statusCode(200).body("messagingLimit", equalTo(250));
        put("/v1/portfolios/" + portfolio, "{\"messagingLimit\":\"unlimited\"}").statusCode(200);
        get("/v1/portfolios/" + portfolio).body("messagingLimit", equalTo("unlimited"));
    }

    @Test
    void tokenIsNeverTold() {
        String put = put("/v1/senders/" + sender, senderBody(""))
                .statusCode(200)
                .extract()
                .asString();
        String one = get("/v1/senders/" + sender).statusCode(200).extract().asString();
        String all = get("/v1/senders?limit=1000").statusCode(200).extract().asString();
        assertThat(put + one + all).doesNotContain("very-secret").doesNotContainIgnoringCase("accessToken");
    }

    @Test
    void patchChangesWhatItNamesAndNullTakesTheLimitAway() {
        patch("/v1/senders/" + sender, "{\"dailyLimit\":1000,\"paused\":true}").statusCode(200);
        get("/v1/senders/" + sender)
                .body("dailyLimit", equalTo(1000))
                .body("paused", equalTo(true))
                .body("throughput", equalTo(80));
        patch("/v1/senders/" + sender, "{\"dailyLimit\":null}").statusCode(200);
        get("/v1/senders/" + sender).body("dailyLimit", nullValue()).body("paused", equalTo(true));
        patch("/v1/senders/none-" + suffix, "{\"paused\":true}").statusCode(404);
    }

    @Test
    void listsAreCutIntoPages() {
        put("/v1/senders/" + sender + "-b", senderBody("\"accessToken\":\"t\","))
                .statusCode(201);
        String cursor = get("/v1/senders?limit=1").statusCode(200).extract().path("next");
        assertThat(cursor).isNotNull();
        get("/v1/senders?limit=1&cursor=" + cursor).statusCode(200).body("items.id", not(hasItem(cursor)));
        get("/v1/senders?limit=1000&cursor=" + sender).body("items.id", hasItem(sender + "-b"));
        get("/v1/senders?limit=0").statusCode(422);
        get("/v1/senders?limit=x").statusCode(422);
    }

    @Test
    void templatesAreToldWithTheirComponents() {
        String path = "/v1/templates/" + waba + "/hello/en_US";
        put(path, "{\"category\":\"utility\",\"status\":\"APPROVED\",\"components\":[{\"type\":\"BODY\"}]}")
                .statusCode(201);
        get(path).statusCode(200).body("components[0].type", equalTo("BODY")).body("category", equalTo("utility"));
        get("/v1/templates/" + waba).statusCode(200).body("items.name", contains("hello"));
        put(path, "{\"category\":\"service\",\"status\":\"SO-SO\"}")
                .statusCode(422)
                .body("errors.pointer", containsInAnyOrder("/category", "/status"));
        put("/v1/templates/nobody-" + suffix + "/hello/en", "{\"category\":\"utility\",\"status\":\"APPROVED\"}")
                .statusCode(404);
    }

    @Test
    void consentsAreRecordedAndTold() {
        put("/v1/consents", "[" + consent("+628111111111", "all", "opted-in", "web") + "]")
                .statusCode(200);
        get("/v1/consents/%2B628111111111?portfolio=" + portfolio)
                .statusCode(200)
                .body("marketing", equalTo("opted-in"))
                .body("history[0].source", equalTo("web"));
        put("/v1/consents", "[" + consent("+628111111111", "all", "opted-in", "whatsapp") + "]")
                .statusCode(422)
                .body("errors.pointer", contains("/0/source"));
    }

    @Test
    void erasedPersonIsGoneAndKeepsWhatItRefused() {
        String person = "/v1/recipients/%2B628111111112?portfolio=" + portfolio;
        String consents = "/v1/consents/%2B628111111112?portfolio=" + portfolio;
        put(
                        "/v1/consents",
                        "[" + consent("+628111111112", "marketing", "opted-out", "web") + ","
                                + consent("+628111111112", "utility", "opted-in", "web") + "]")
                .statusCode(200);
        get(person).statusCode(200).body("consent.utility", equalTo("opted-in"));
        stranger().delete(person).then().statusCode(404);

        as("demo").delete(person).then().statusCode(204);

        get(person)
                .statusCode(200)
                .body("consent.marketing", equalTo("opted-out"))
                .body("consent.utility", equalTo("none"))
                .body("consent.history.size()", equalTo(0));
        get(consents).statusCode(200).body("marketing", equalTo("opted-out"));
        as("demo").delete(person).then().statusCode(204);
        put("/v1/consents", "[" + consent("+628111111112", "authentication", "opted-in", "web") + "]");
        get(consents)
                .body("marketing", equalTo("opted-out"))
                .body("utility", equalTo("none"))
                .body("authentication", equalTo("opted-in"))
                .body("history.size()", equalTo(1));
    }

    /** Chunked: a body that announces more than quarkus.http.limits.max-body-size is refused before it is read. */
    @Test
    void chunkedImportOfMoreThanTheBodyLimitStreams() throws Exception {
        String line = consent("+62812000001", "marketing", "opted-in", "x".repeat(200)) + "\n";
        int count = (17 << 20) / line.length();
        byte[] body = line.repeat(count).getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + IMPORT))
                .header("Authorization", "Bearer demo")
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build();

        String answer = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();

        assertThat(JsonPath.from(answer).getInt("accepted")).isEqualTo(count);
    }

    @Test
    void importTakesGoodLinesAndTellsBadOnes() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 1200; i++) {
            lines.append(consent("+62812" + (1_000_000 + i), "marketing", "opted-in", "list"))
                    .append('\n');
        }
        lines.append("{broken\n\n").append(consent("12", "marketing", "opted-in", "list"));
        as("demo")
                .contentType("application/x-ndjson")
                .body(lines.toString().getBytes(StandardCharsets.UTF_8))
                .post(IMPORT)
                .then()
                .statusCode(200)
                .body("accepted", equalTo(1200))
                .body("refused", equalTo(2))
                .body("errors.line", contains(1201, 1203))
                .body("errors[1].problem.errors[0].pointer", equalTo("/to"));
        get("/v1/consents/%2B628121001199?portfolio=" + portfolio).body("marketing", equalTo("opted-in"));
    }

    @Test
    void whatIsAnothersIsNotThere() {
        put("/v1/templates/" + waba + "/hello/en", "{\"category\":\"utility\",\"status\":\"APPROVED\"}");
        stranger().get("/v1/portfolios/" + portfolio).then().statusCode(404);
        strangerPut("/v1/portfolios/" + portfolio, "{\"messagingLimit\":1}").statusCode(404);
        stranger().get("/v1/senders/" + sender).then().statusCode(404);
        strangerPut("/v1/senders/" + sender, senderBody("")).statusCode(404);
        stranger()
                .contentType(ContentType.JSON)
                .body("{\"paused\":true}")
                .patch("/v1/senders/" + sender)
                .then()
                .statusCode(404);
        stranger().get("/v1/senders?limit=1000").then().statusCode(200).body("items.id", not(hasItem(sender)));
        stranger().get("/v1/templates/" + waba + "/hello/en").then().statusCode(404);
        stranger().get("/v1/templates/" + waba).then().statusCode(200).body("items.size()", equalTo(0));
        strangerPut("/v1/templates/" + waba + "/hello/en", "{\"category\":\"utility\",\"status\":\"DISABLED\"}")
                .statusCode(404);
        stranger().post("/v1/templates/" + waba + "/sync").then().statusCode(404);
        stranger()
                .get("/v1/consents/%2B628111111111?portfolio=" + portfolio)
                .then()
                .statusCode(404);
        strangerPut("/v1/consents", "[" + consent("+628111111111", "all", "opted-in", "web") + "]")
                .statusCode(422)
                .body("errors.pointer", contains("/0/portfolio"));
        stranger()
                .get("/v1/recipients/%2B628111111111?portfolio=" + portfolio)
                .then()
                .statusCode(404);
        get("/v1/portfolios/" + portfolio).body("messagingLimit", equalTo(250));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/senders",
                "//v1/senders",
                "/v1//senders",
                "/v1/senders;x",
                "/v1/senders;x=1",
                "/v1;/senders",
                "/v1/senders%3B",
                "/v1/senders%3Bx",
                "/v1%2Fsenders",
                "/v1%5Csenders",
                "/v1/..;/v1/senders",
                "/v1/./senders",
                "/x/../v1/senders",
                "/v1/senders/",
                "/V1/SENDERS",
                "/%76%31/senders"
            })
    void noPathOpensWithoutAKey(String path) {
        var answer = given().urlEncodingEnabled(false).get(path);
        assertThat(answer.statusCode()).isIn(400, 401, 404);
        assertThat(answer.asString()).doesNotContain(sender);
        var wrong = given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer demo3")
                .get(path);
        assertThat(wrong.statusCode()).isIn(400, 401, 404);
    }

    @Test
    void missingAndWrongKeysAreProblems() {
        for (String header : new String[] {"", "Bearer", "Bearer ", "Basic ZGVtbw==", "demo", "Bearer demo3"}) {
            given().header("Authorization", header)
                    .get("/v1/senders")
                    .then()
                    .statusCode(401)
                    .contentType(PROBLEM)
                    .body("code", equalTo("unauthorized"));
        }
        given().get("/v1/senders").then().statusCode(401).contentType(PROBLEM).body("status", equalTo(401));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"messagingLimit\":250,\"x\":1} | 422 | /x",
                "{\"messagingLimit\":\"250\"} | 422 | /messagingLimit",
                "{\"messagingLimit\":0} | 422 | /messagingLimit",
                "{\"messagingLimit\":1.5} | 422 | /messagingLimit",
                "{\"messagingLimit\":99999999999999999999999} | 422 | /messagingLimit",
                "{\"messagingLimit\":null} | 422 | /messagingLimit",
                "{} | 422 | /messagingLimit",
                "[] | 422 | ``",
                "\"\" | 422 | ``",
                "{\"messagingLimit\":\"\\u0000\"} | 422 | /messagingLimit",
                "{\"messagingLimit\":\"\\ud800\"} | 422 | /messagingLimit",
                "{\"a/b~c\":1,\"messagingLimit\":1} | 422 | /a~1b~0c",
                "{\"messagingLimit\":1}{} | 400 | ",
                "{\"messagingLimit\":1,\"messagingLimit\":2} | 400 | ",
                "{ | 400 | ",
                "nul | 400 | "
            })
    void badBodiesAreProblemsWithPointers(String body, int status, String pointer) {
        ValidatableResponse answer =
                put("/v1/portfolios/" + portfolio, body).statusCode(status).contentType(PROBLEM);
        if (pointer != null) {
            answer.body("errors.pointer", contains(pointer));
        }
        get("/v1/portfolios/" + portfolio).body("messagingLimit", equalTo(250));
    }

    @Test
    void otherBadRequestsAreProblemsToo() {
        put("/v1/portfolios/" + portfolio, "[".repeat(5000)).statusCode(400).contentType(PROBLEM);
        put("/v1/portfolios/" + portfolio, "").statusCode(400).contentType(PROBLEM);
        put("/v1/portfolios/" + portfolio, " ".repeat(2 << 20) + "{}")
                .statusCode(413)
                .contentType(PROBLEM);
        put("/v1/portfolios/a b", "{\"messagingLimit\":1}").statusCode(422).contentType(PROBLEM);
        as("demo").delete("/v1/portfolios/" + portfolio).then().statusCode(405).contentType(PROBLEM);
        as("demo")
                .contentType("text/plain")
                .body("x")
                .put("/v1/portfolios/" + portfolio)
                .then()
                .statusCode(415)
                .contentType(PROBLEM);
        get("/v1/nothing").statusCode(404).contentType(PROBLEM);
        byte[] latin = "{\"messagingLimit\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        as("demo")
                .contentType("application/json")
                .body(latin)
                .put("/v1/portfolios/" + portfolio)
                .then()
                .statusCode(400)
                .contentType(PROBLEM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://graph.facebook.com",
                "https://graph.facebook.com.evil.example",
                "https://graph.facebook.com@evil.example",
                "https://evil.example#graph.facebook.com",
                "https://graph.facebook.com?x=1",
                "https://graph.facebook.com/a/../b",
                "https://graph.facebook.com/../b",
                "https://graph.facebook.com/é",
                "https://graph.facebook.com:99999",
                "https://graph.facebook.com:8443",
                "ftp://127.0.0.1",
                "nonsense",
                ""
            })
    void tokensGoToAllowedHostsOnly(String url) {
        patch("/v1/senders/" + sender, "{\"baseUrl\":\"" + url + "\"}")
                .statusCode(422)
                .body("errors.pointer", contains("/baseUrl"));
        patch("/v1/senders/" + sender, "{\"baseUrl\":\"http://127.0.0.1:8090\"}")
                .statusCode(200);
    }

    private String senderBody(String more) {
        return "{\"portfolio\":\"" + portfolio + "\",\"wabaId\":\"" + waba + "\"," + more
                + "\"displayPhoneNumber\":\"+62 21 555\"}";
    }

    private String consent(String to, String category, String status, String source) {
        return ("{\"portfolio\":\"%s\",\"to\":\"%s\",\"category\":\"%s\",\"status\":\"%s\",\"source\":\"%s\","
                        + "\"at\":\"%s\"}")
                .formatted(portfolio, to, category, status, source, "2026-01-01T00:00:00Z");
    }

    private static RequestSpecification as(String key) {
        return given().urlEncodingEnabled(false).header("Authorization", "Bearer " + key);
    }

    private static RequestSpecification stranger() {
        return as("demo2");
    }

    private static ValidatableResponse get(String path) {
        return as("demo").get(path).then();
    }

    private static ValidatableResponse put(String path, String body) {
        return as("demo")
                .contentType("application/json")
                .body(body)
                .put(path.replace(" ", "%20"))
                .then();
    }

    private static ValidatableResponse strangerPut(String path, String body) {
        return stranger().contentType("application/json").body(body).put(path).then();
    }

    private static ValidatableResponse patch(String path, String body) {
        return as("demo").contentType("application/json").body(body).patch(path).then();
    }
}
