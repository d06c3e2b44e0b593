package io.estafet.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Graph API's reads: an account's templates and numbers in pages, and a number with its limit and throughput. A
 * token sees the accounts in which some number has this token, and all that is in them.
 */
final class GraphReads {
    private static final int PAGE = 25;
    private static final int LARGEST_PAGE = 100;
    private static final String VERIFIED_NAME = "Simulated Business";

    private final Books books;

    GraphReads(Books books) {
        this.books = books;
    }

    /** True for a request without a token, or with a token that no number has: it is told nothing. */
    boolean isDenied(String token) {
        return !books.tokenKnown(token);
    }

    /** What the token may see of the node or its edge; empty when that does not exist or the token may not see it. */
    Optional<ObjectNode> answer(HttpServerRequest http, String token, String id, @Nullable String edge) {
        BusinessNumber number = books.number(id);
        if (edge == null) {
            return Optional.ofNullable(number)
                    .filter(found -> sees(token, found.spec().wabaId()))
                    .map(found -> only(http.getParam("fields"), number(found)));
        }
        if (!sees(token, id)) {
            return Optional.empty();
        }
        return switch (edge) {
            case "message_templates" -> Optional.of(templates(http, id));
            case "phone_numbers" -> Optional.of(numbers(http, id));
            default -> Optional.empty();
        };
    }

    private boolean sees(String token, String wabaId) {
        return books.numbers().stream()
                .anyMatch(number -> number.spec().wabaId().equals(wabaId)
                        && number.spec().token().equals(token));
    }

    /** The requested fields and always the id; all fields when none were named. */
    private static ObjectNode only(@Nullable String fields, ObjectNode node) {
        if (fields == null) {
            return node;
        }
        List<String> wanted = new ArrayList<>(List.of(fields.split(",")));
        wanted.add("id");
        return node.retain(wanted);
    }

    private ObjectNode numbers(HttpServerRequest http, String wabaId) {
        List<ObjectNode> all = books.numbers().stream()
                .filter(number -> number.spec().wabaId().equals(wabaId))
                .map(number -> only(http.getParam("fields"), number(number)))
                .toList();
        return page(http, all);
    }

    private ObjectNode templates(HttpServerRequest http, String wabaId) {
        List<ObjectNode> all = books.templates().stream()
                .filter(template -> template.spec().wabaId().equals(wabaId))
                .filter(template -> matches(http, "status", template.status()))
                .filter(template -> matches(http, "name", template.spec().name()))
                .filter(template -> matches(http, "category", template.spec().category()))
                .filter(template -> matches(http, "language", template.spec().language()))
                .map(GraphReads::toJson)
                .toList();
        return page(http, all);
    }

    /** Pages by position: {@code after} is the position at which the page before ended. */
    private static ObjectNode page(HttpServerRequest http, List<ObjectNode> all) {
        int limit = Math.min(Math.max(1, number(http.getParam("limit"), PAGE)), LARGEST_PAGE);
        int from = Math.min(Math.max(0, number(http.getParam("after"), 0)), all.size());
        int to = Math.min(from + limit, all.size());
        ObjectNode answer = Json.object();
        ArrayNode data = answer.putArray("data");
        data.addAll(all.subList(from, to));
        ObjectNode paging = answer.putObject("paging");
        paging.putObject("cursors").put("before", Integer.toString(from)).put("after", Integer.toString(to));
        if (to < all.size()) {
            paging.put(
                    "next",
                    http.scheme() + "://" + http.authority() + http.path() + "?limit=" + limit + "&after=" + to
                            + (http.getParam("fields") == null ? "" : "&fields=" + http.getParam("fields")));
        }
        return answer;
    }

    private ObjectNode number(BusinessNumber number) {
        ObjectNode answer = Json.object();
        answer.put("id", number.id());
        answer.put("display_phone_number", number.spec().displayPhoneNumber());
        answer.put("verified_name", VERIFIED_NAME);
        answer.put("quality_rating", "GREEN");
        answer.put("status", number.spec().registered() ? "CONNECTED" : "DISCONNECTED");
        answer.put(
                "whatsapp_business_manager_messaging_limit",
                books.portfolioOf(number).tier());
        answer.putObject("throughput").put("level", number.spec().throughput() > 80 ? "HIGH" : "STANDARD");
        return answer;
    }

    private static ObjectNode toJson(SimulatedTemplate template) {
        SimulatedTemplate.TemplateSpec spec = template.spec();
        ObjectNode json = Json.object()
                .put("id", Long.toString(template.id()))
                .put("name", spec.name())
                .put("language", spec.language().replace('-', '_'))
                .put("category", spec.category())
                .put("status", template.status())
                .put("parameter_format", template.shape().named() ? "NAMED" : "POSITIONAL");
        json.set("components", spec.components() == null ? Json.MAPPER.createArrayNode() : spec.components());
        return json;
    }

    private static boolean matches(HttpServerRequest http, String parameter, String value) {
        String wanted = http.getParam(parameter);
        return wanted == null || wanted.equals(value);
    }

    private static int number(String text, int otherwise) {
        return text != null && text.matches("\\d{1,7}") ? Integer.parseInt(text) : otherwise;
    }
}
