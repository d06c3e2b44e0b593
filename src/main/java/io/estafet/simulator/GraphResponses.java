package io.estafet.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.estafet.simulator.Behaviour.Fault;
import io.estafet.simulator.Behaviour.FaultShare;
import io.estafet.simulator.Behaviour.Malformed;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers calls: after the set latency, in the Graph API's form, or broken as a fault demands. Logs each call. */
final class GraphResponses {
    private static final long SLOW_MILLIS = 20_000;
    private static final long HANG_MILLIS = 120_000;
    private static final int HUGE_BYTES = 10 << 20;
    private static final byte[] GATEWAY_PAGE = """
            <html>
            <head><title>502 Bad Gateway</title></head>
            <body><center><h1>502 Bad Gateway</h1></center><hr><center>proxy</center></body>
            </html>
            """.getBytes(UTF_8);

    private final Vertx vertx;
    private final Report report;
    private final RequestLog log;
    private final Supplier<Behaviour> behaviour;
    private final Dice dice;
    private long traces;

    GraphResponses(Vertx vertx, Report report, RequestLog log, Supplier<Behaviour> behaviour, Dice dice) {
        this.vertx = vertx;
        this.report = report;
        this.log = log;
        this.behaviour = behaviour;
        this.dice = dice;
    }

    void refuse(Call call, GraphError error) {
        refuse(call, error, 0);
    }

    /** Refuses with this HTTP status; 0 for the usual one. */
    void refuse(Call call, GraphError error, int httpStatus) {
        report.refused(error.code());
        if (call.number() != null) {
            call.number().countRejected();
        }
        int usual = error.throttle() ? behaviour.get().throttleStatus() : error.httpStatus();
        int status = httpStatus == 0 ? usual : httpStatus;
        log(call, status, error.code(), null, null);
        HttpServerResponse response = call.http().response().setStatusCode(status);
        if (error.code() == 4) {
            response.putHeader("x-app-usage", "{\"call_count\":100,\"total_time\":20,\"total_cputime\":20}");
        } else if (error.code() == 80007 && call.number() != null) {
            response.putHeader(
                    "x-business-use-case-usage",
                    "{\"" + call.number().spec().wabaId()
                            + "\":[{\"type\":\"whatsapp\",\"call_count\":100,\"total_cputime\":20,"
                            + "\"total_time\":20,\"estimated_time_to_regain_access\":1}]}");
        }
        json(call, response, errorBody(error), 0);
    }

    void readReceipt(Call call) {
        log(call, 200, -1, null, null);
        json(call, call.http().response(), Json.object().put("success", true), 0);
    }

    void accept(Call call, Sent sent, @Nullable String messageStatus, @Nullable FaultShare fault) {
        ObjectNode body = successBody(call.request(), sent, messageStatus);
        if (fault == null) {
            log(call, 200, -1, sent.wamid(), null);
            json(call, call.http().response(), body, 0);
            return;
        }
        report.fault(name(fault.kind()));
        switch (fault.kind()) {
            case RESET_BEFORE, RESET_AFTER -> {
                log(call, 0, -1, sent.wamid(), fault.kind());
                after(delay(), () -> call.http().connection().close());
            }
            case HANG_AFTER -> {
                log(call, 0, -1, sent.wamid(), fault.kind());
                after(
                        fault.millisOr(HANG_MILLIS),
                        () -> call.http().connection().close());
            }
            case GATEWAY -> {
                log(call, 502, -1, sent.wamid(), fault.kind());
                page(call, 502);
            }
            case SLOW -> {
                log(call, 200, -1, sent.wamid(), fault.kind());
                json(call, call.http().response(), body, fault.millisOr(SLOW_MILLIS));
            }
            case MALFORMED -> malformed(call, sent, Json.bytes(body), fault);
        }
    }

    /** Cuts the connection before the message is judged. */
    void cut(Call call) {
        report.fault(name(Fault.RESET_BEFORE));
        log(call, 0, -1, null, Fault.RESET_BEFORE);
        call.http().connection().close();
    }

    private void malformed(Call call, Sent sent, byte[] body, FaultShare fault) {
        Malformed[] all = Malformed.values();
        // The last variant, huge, is 10 MiB and is sent only on request.
        Malformed variant =
                fault.variant() != null ? fault.variant() : all[dice.random().nextInt(all.length - 1)];
        log(call, variant == Malformed.redirect ? 302 : 200, -1, sent.wamid(), fault.kind());
        HttpServerResponse response = call.http().response();
        switch (variant) {
            case truncated -> raw(call, response, Buffer.buffer().appendBytes(body, 0, body.length * 2 / 3), 0);
            case html -> page(call, 200);
            case types -> raw(call, response, Buffer.buffer("{\"messages\":\"yes\",\"contacts\":7,\"error\":[]}"), 0);
            case empty -> raw(call, response, Buffer.buffer("{\"messaging_product\":\"whatsapp\",\"messages\":[]}"), 0);
            case redirect ->
                raw(
                        call,
                        response.setStatusCode(302).putHeader("location", "http://127.0.0.1:1/elsewhere"),
                        Buffer.buffer(),
                        0);
            case huge ->
                raw(call, response, Buffer.buffer(" ".repeat(HUGE_BYTES)).appendBytes(body), 0);
        }
    }

    private void page(Call call, int status) {
        HttpServerResponse response = call.http().response().setStatusCode(status);
        after(delay(), () -> end(response.putHeader("content-type", "text/html"), Buffer.buffer(GATEWAY_PAGE)));
    }

    private void json(Call call, HttpServerResponse response, ObjectNode body, long moreMillis) {
        raw(call, response, Buffer.buffer(Json.bytes(body)), moreMillis);
    }

    private void raw(Call call, HttpServerResponse response, Buffer body, long moreMillis) {
        response.putHeader("content-type", "application/json; charset=UTF-8")
                .putHeader("x-fb-trace-id", "T" + Long.toHexString(call.arrivalNanos()));
        after(delay() + moreMillis, () -> end(response, body));
    }

    private long delay() {
        return behaviour.get().latency().draw(dice.random());
    }

    private void after(long millis, Runnable action) {
        if (millis < 1) {
            action.run();
        } else {
            vertx.setTimer(millis, timer -> action.run());
        }
    }

    private static void end(HttpServerResponse response, Buffer body) {
        if (!response.closed() && !response.ended()) {
            response.end(body);
        }
    }

    private static ObjectNode successBody(SendRequest request, Sent sent, @Nullable String messageStatus) {
        ObjectNode body = Json.object().put("messaging_product", "whatsapp");
        body.putArray("contacts")
                .addObject()
                .put("input", request.input())
                .put(sent.phone() ? "wa_id" : "user_id", sent.person());
        ObjectNode message = body.putArray("messages").addObject().put("id", sent.wamid());
        if (messageStatus != null) {
            message.put("message_status", messageStatus);
        }
        return body;
    }

    private ObjectNode errorBody(GraphError error) {
        ObjectNode body = Json.object();
        ObjectNode inner = body.putObject("error")
                .put("message", "(#" + error.code() + ") " + error.title())
                .put("type", "OAuthException")
                .put("code", error.code());
        inner.putObject("error_data").put("messaging_product", "whatsapp").put("details", error.details());
        inner.put("fbtrace_id", "A" + Long.toHexString(traces++));
        return body;
    }

    private void log(Call call, int httpStatus, int code, @Nullable String wamid, @Nullable Fault fault) {
        SendRequest request = call.request();
        log.write(new RequestLog.Line(
                Instant.ofEpochMilli(call.atMillis()),
                call.numberId(),
                request.person().isEmpty() ? null : request.person(),
                request.readReceipt() ? "read" : request.type(),
                request.template() ? request.templateName() : null,
                request.callbackData(),
                httpStatus,
                code,
                wamid,
                fault == null ? null : name(fault)));
    }

    private static String name(Fault fault) {
        return Json.MAPPER.valueToTree(fault).asText();
    }
}
