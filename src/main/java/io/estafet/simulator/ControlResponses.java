package io.estafet.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Answers of the control API: JSON, or a problem. */
final class ControlResponses {
    private static final String PROBLEM = "application/problem+json";

    private ControlResponses() {}

    static void answer(HttpServerRequest http, int status, String detail, String pointer) {
        ObjectNode problem =
                Json.object().put("type", "about:blank").put("status", status).put("detail", detail);
        if (!pointer.isEmpty()) {
            problem.put("pointer", pointer);
        }
        end(http, status, PROBLEM, problem);
    }

    static void end(HttpServerRequest http, int status, String type, JsonNode body) {
        if (!http.response().ended() && !http.response().closed()) {
            http.response()
                    .setStatusCode(status)
                    .putHeader("content-type", type)
                    .end(Buffer.buffer(Json.bytes(body)));
        }
    }
}
