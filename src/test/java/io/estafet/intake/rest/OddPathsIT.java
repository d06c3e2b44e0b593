package io.estafet.intake.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.estafet.testing.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths, methods and queries that nobody should send; over a plain socket where a client would tidy them up. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class OddPathsIT extends PausedSenderTestBase {

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "PUT, /v1/messages, 405, method-not-allowed",
        "PATCH, /v1/messages, 405, method-not-allowed",
        "DELETE, /v1/messages/batch, 405, method-not-allowed",
        "DELETE, /v1/messages, 405, method-not-allowed",
        "GET, /v1/messages/nothing, 404, not-found",
        "GET, /v1/messages/%00, 404, not-found",
        "GET, /v1/messages/%F0%9F%99%82, 404, not-found",
        "POST, /v1/messages/x, 405, method-not-allowed",
        "GET, /v1/message, 404, not-found",
        "GET, /v2/messages, 404, not-found"
    })
    void unknownPathsAndMethodsAreProblems(String method, String path, int status, String code) throws IOException {
        String answer = http().send(method + " " + path + " HTTP/1.1\r\nHost: t\r\n" + KEY
                + "Content-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
        assertThat(RawHttp.status(answer)).isEqualTo(status);
        assertThat(answer).contains(PROBLEM).contains("\"code\":\"" + code + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//v1/messages",
                "/v1//messages",
                "/v1/messages/",
                "/v1/messages;x",
                "/v1/messages;x=1",
                "/v1;x/messages",
                "/v1/messages%3Bx",
                "/v1%2Fmessages",
                "/v1/messages%2Fbatch",
                "/v1/messages/batch;x",
                "/v1/messages//batch",
                "/v1/messages/%62atch",
                "/v1%5Cmessages",
                "/v1\\messages",
                "/v1/..;/v1/messages",
                "/x/../v1/messages",
                "/v1/./messages",
                "/v1/%2e%2e/v1/messages",
                "/V1/MESSAGES",
                "/%76%31/messages",
                "/v1/messages%",
                "/v1/messages%zz",
                "/v1/messages%00",
                "/v1/messages?%zz=%",
                "*",
                "http://other/v1/messages"
            })
    void oddPathsOpenNothingAndBreakNothing(String path) throws IOException {
        for (String type : new String[] {"application/json", "application/x-ndjson"}) {
            String reference = "odd-" + type;
            String body = message(reference);
            String head = "Content-Type: " + type + "\r\n";
            String without = http().post(path, head, body);
            assertThat(RawHttp.status(without)).as("without key: %s", without).isBetween(400, 499);
            String wrong = http().post(path, head + KEY.replace("demo", "demo3"), body);
            assertThat(RawHttp.status(wrong)).as("with a wrong key: %s", wrong).isBetween(400, 499);
            list("reference=" + reference).body("items", hasSize(0));
            String with = http().post(path, head + KEY, body);
            assertThat(RawHttp.status(with)).as("with key: %s", with).isBetween(200, 499);
        }
        assertStillAccepts();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reference=%00",
                "campaign=a%00b",
                "sender=%00",
                "to=%00",
                "state=%00",
                "cursor=%00",
                "limit=99999999999",
                "limit=-1",
                "from=%2B999999999-01-01T00:00:00Z",
                "until=-999999999-01-01T00:00:00Z",
                "from=yesterday",
                "cursor=x",
                "reason=none"
            })
    void refusesQueriesThatCannotBeUnderstood(String query) {
        demo().urlEncodingEnabled(false)
                .get("/v1/messages?" + query)
                .then()
                .statusCode(422)
                .contentType(PROBLEM)
                .body("code", equalTo("invalid"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference=%FF", "reference=%ED%A0%80", "&&=&=x", "x=%00"})
    void oddQueriesBreakNothing(String query) throws IOException {
        String answer = http().send(
                        "GET /v1/messages?" + query + " HTTP/1.1\r\nHost: t\r\n" + KEY + "Connection: close\r\n\r\n");
        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(422);
        assertThat(answer).contains(PROBLEM);
    }

    /** The server below refuses it, before anything of ours is asked. */
    @ParameterizedTest
    @ValueSource(strings = {"reference=%zz", "reference=%"})
    void refusesQueriesThatCannotBeDecoded(String query) throws IOException {
        String answer = http().send(
                        "GET /v1/messages?" + query + " HTTP/1.1\r\nHost: t\r\n" + KEY + "Connection: close\r\n\r\n");
        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(400);
    }
}
