package io.estafet.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides what a request asks for: the control API has fixed paths, every other path belongs to the Graph API. */
final class Routes {
    private static final Logger LOG = Logger.getLogger(Routes.class.getName());
    private static final Pattern GRAPH = Pattern.compile(
            "/(?:v\\d{1,3}\\.\\d{1,2}/)?([^/]+)(?:/(messages|marketing_messages|message_templates|phone_numbers))?");
    private static final int GRAPH_BODY_BYTES = 1 << 20;
    /** Graph's subcode for an object that does not exist or that the token may not see. It does not say which. */
    private static final int UNSEEN = 33;

    /** For {@link #LISTS}: lists of what is to be stored, and of what people wrote. */
    private static final int LIST_BODY_BYTES = 8 << 20;

    private static final int CONTROL_BODY_BYTES = 1 << 20;
    private static final Set<String> LISTS = Set.of("/numbers", "/portfolios", "/templates", "/inbound");

    private final SimulatedPlatform platform;
    private final ControlApi control;
    private final GraphReads reads;
    private final Bodies bodies;

    Routes(SimulatedPlatform platform, Bodies bodies) {
        this.platform = platform;
        this.control = new ControlApi(platform);
        this.reads = new GraphReads(platform.books());
        this.bodies = bodies;
    }

    void handle(HttpServerRequest http) {
        long arrivalNanos = System.nanoTime();
        Matcher graph = GRAPH.matcher(http.path());
        String action = graph.matches() ? graph.group(2) : null;
        if (http.method().equals(HttpMethod.POST)
                && ("messages".equals(action) || "marketing_messages".equals(action))) {
            boolean marketing = "marketing_messages".equals(action);
            String numberId = graph.group(1);
            read(http, GRAPH_BODY_BYTES, body -> platform.graph().send(http, numberId, marketing, arrivalNanos, body));
        } else if (http.method().equals(HttpMethod.GET) && "/log".equals(http.path())) {
            log(http);
        } else {
            int most = LISTS.contains(http.path()) ? LIST_BODY_BYTES : CONTROL_BODY_BYTES;
            read(http, most, body -> control(http, body));
        }
    }

    private void log(HttpServerRequest http) {
        if (!platform.log().stream(http.response())) {
            ControlResponses.answer(http, 503, "as many read the log as may at once", "");
        }
    }

    private void control(HttpServerRequest http, byte[] body) {
        JsonNode answer;
        try {
            answer = control.answer(http.method().name(), http.path(), body);
        } catch (Json.Refused e) {
            ControlResponses.answer(http, 400, e.detail(), e.pointer());
            return;
        }
        if (answer != null) {
            ControlResponses.end(http, 200, "application/json", answer);
        } else if (http.method().equals(HttpMethod.GET)) {
            graphRead(http);
        } else {
            ControlResponses.answer(http, 404, "no such call", "");
        }
    }

    private void graphRead(HttpServerRequest http) {
        Matcher graph = GRAPH.matcher(http.path());
        if (!graph.matches()) {
            ControlResponses.answer(http, 404, "no such call", "");
            return;
        }
        String token = GraphApi.token(http);
        if (reads.isDenied(token)) {
            refuse(http, GraphError.of(190), null);
            return;
        }
        reads.answer(http, token, graph.group(1), graph.group(2))
                .ifPresentOrElse(
                        answer -> ControlResponses.end(http, 200, "application/json", answer),
                        () -> refuse(http, GraphError.unseen(graph.group(1)), UNSEEN));
    }

    private static void refuse(HttpServerRequest http, GraphError error, @Nullable Integer subcode) {
        ObjectNode body = Json.object();
        ObjectNode inner = body.putObject("error")
                .put("message", "(#" + error.code() + ") " + error.details())
                .put("type", "OAuthException")
                .put("code", error.code());
        if (subcode != null) {
            inner.put("error_subcode", subcode);
        }
        ControlResponses.end(http, error.httpStatus(), "application/json", body);
    }

    private void read(HttpServerRequest http, int most, Consumer<byte[]> use) {
        bodies.read(http, most, body -> {
            try {
                use.accept(body);
            } catch (RuntimeException e) {
                // A bug of the simulator: the client must not wait for it, and the person who runs the simulator must
                // see it.
                LOG.log(Level.SEVERE, "the simulator failed at a request", e);
                ControlResponses.answer(
                        http, 500, "the simulator failed: " + e.getClass().getSimpleName(), "");
            }
        });
    }
}
