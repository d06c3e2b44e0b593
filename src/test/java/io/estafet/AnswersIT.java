package io.estafet;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.estafet.architecture.OpenApi;
import io.estafet.testing.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real answers are among those that the contract lists, and have the fields that it promises. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class AnswersIT {

    private static final String NOBODY = "019ac000-0000-7000-8000-000000000000";
    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";

    private final OpenApi contract = OpenApi.read();
    private final String name = "oa-" + Long.toString(System.nanoTime(), 36);
    private final String number = "{'portfolio':'" + name + "','wabaId':'" + name
            + "','displayPhoneNumber':'+62 21 1','baseUrl':'http://127.0.0.1:9','accessToken':'t','paused':true}";
    private final String message =
            "{'sender':'" + name + "','to':'+6281200000001','message':{'type':'text','text':{'body':'hi'}}}";
    private final String consent = "{'portfolio':'" + name + "','to':'+6281200000001','category':'all',"
            + "'status':'opted-in','source':'form','at':'2026-01-01T00:00:00Z'}";

    @BeforeEach
    void register() {
        call("PUT /v1/portfolios/{id}", JSON, "{'messagingLimit':250}", 201, name);
        call("PUT /v1/senders/{id}", JSON, number, 201, name);
    }

    @Test
    void portfoliosAreToldAsWritten() throws IOException {
        call("PUT /v1/portfolios/{id}", JSON, "{'messagingLimit':'unlimited'}", 200, name);
        call("PUT /v1/portfolios/{id}", JSON, "{'messagingLimit':0}", 422, name);
        has("Portfolio", call("GET /v1/portfolios/{id}", JSON, "", 200, name));
    }

    @Test
    void numbersAreToldAsWritten() throws IOException {
        call("PUT /v1/senders/{id}", JSON, number, 200, name);
        call("PUT /v1/senders/{id}", JSON, "{", 400, name);
        call("PATCH /v1/senders/{id}", JSON, "{'paused':true}", 200, name);
        call("PATCH /v1/senders/{id}", JSON, "{}", 404, "none-" + name);
        call("PATCH /v1/senders/{id}", "text/plain", "{}", 415, name);
        has("Sender", call("GET /v1/senders/{id}", JSON, "", 200, name));
        has("SenderPage", call("GET /v1/senders", JSON, "", 200));
    }

    @Test
    void templatesAreToldAsWritten() throws IOException {
        String operation = "PUT /v1/templates/{wabaId}/{name}/{language}";
        String form = "{'category':'utility','status':'APPROVED'}";
        call(operation, JSON, form, 201, name, "hello", "en");
        has("Template", call(operation, JSON, form, 200, name, "hello", "en"));
        call(operation, JSON, form, 404, "none-" + name, "hello", "en");
        call(operation, JSON, form, 422, name, "Hello", "en");
        has("TemplatePage", call("GET /v1/templates/{wabaId}", JSON, "", 200, name));
        call("POST /v1/templates/{wabaId}/sync", JSON, "", 502, name);
        call("POST /v1/templates/{wabaId}/sync", JSON, "", 404, "none-" + name);
    }

    @Test
    void consentsAndPeopleAreToldAsWritten() throws IOException {
        call("PUT /v1/consents", JSON, "[" + consent + "]", 200);
        call("PUT /v1/consents", JSON, "[{}]", 422);
        has("ImportSummary", call("POST /v1/consents/import", LINES, consent + "\n{}\n", 200));
        String to = "+6281200000001";
        has("Consent", call("GET /v1/consents/{to}?portfolio=" + name, JSON, "", 200, to));
        call("GET /v1/consents/{to}", JSON, "", 422, to);
        has("Recipient", call("GET /v1/recipients/{to}?portfolio=" + name, JSON, "", 200, to));
        call("GET /v1/recipients/{to}?portfolio=" + name, JSON, "", 404, "+6281299999999");
        call("DELETE /v1/recipients/{to}?portfolio=" + name, JSON, "", 204, to);
    }

    @Test
    void messagesAreToldAsWritten() throws IOException {
        Response accepted = call("POST /v1/messages", JSON, message, 202);
        has("Receipt", accepted);
        String id = accepted.path("id");
        has("MessageAnswer", call("GET /v1/messages/{id}", JSON, "", 200, id));
        has("MessagePage", call("GET /v1/messages?sender=" + name, JSON, "", 200));
        call("POST /v1/messages/{id}/redrive", JSON, "", 409, id);
        has("MessageAnswer", call("DELETE /v1/messages/{id}", JSON, "", 200, id));
        call("DELETE /v1/messages/{id}", JSON, "", 200, id);
        has("RedriveSummary", call("POST /v1/messages/redrive?sender=" + name, JSON, "{}", 200));
        has("BatchAnswer", call("POST /v1/messages/batch", LINES, message + "\n", 200));
    }

    @ParameterizedTest
    @CsvSource({
        "GET /v1/messages/{id}, 404",
        "DELETE /v1/messages/{id}, 404",
        "POST /v1/messages/{id}/redrive, 404",
        "GET /v1/messages?limit=0, 422",
        "POST /v1/messages, 400",
        "POST /v1/messages/redrive, 422",
        "GET /v1/senders?limit=x, 422",
        "GET /webhooks/whatsapp, 403"
    })
    void refusalsAreListed(String operation, int status) {
        call(operation, JSON, "", status, operation.contains("{id}") ? new Object[] {NOBODY} : new Object[0]);
    }

    @Test
    void aMissingKeyIsListed() {
        Response answer = given().get("/v1/senders");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(contract.statuses("GET /v1/senders")).contains("401");
    }

    /** @param operation with a query or without; single quotes in the body stand for double ones */
    private Response call(String operation, String type, String body, int status, Object... path) {
        String[] parts = operation.split(" ", 2);
        var request = given().header("Authorization", "Bearer demo");
        if (!parts[0].equals("GET") && !parts[0].equals("DELETE")) {
            request = request.contentType(type).body(body.replace('\'', '"').getBytes(UTF_8));
        }
        Response answer = request.request(parts[0], parts[1], path);
        assertThat(answer.statusCode()).as(operation + answer.asString()).isEqualTo(status);
        String bare = operation.replaceFirst("\\?.*", "");
        assertThat(contract.statuses(bare)).as(bare).contains(String.valueOf(status));
        return answer;
    }

    private void has(String schema, Response answer) throws IOException {
        JsonNode told = new ObjectMapper().readTree(answer.asByteArray());
        Set<String> names = new TreeSet<>();
        told.fieldNames().forEachRemaining(names::add);
        assertThat(names).as(schema).containsAll(contract.required(schema));
        assertThat(contract.fields(schema)).as(schema).containsAll(names);
    }
}
