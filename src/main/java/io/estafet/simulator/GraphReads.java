package io.estafet.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** What the Graph API tells when asked: a WABA's templates in pages, a number's limit and throughput. */
final class GraphReads {
    private static final int PAGE = 25;
    private static final int LARGEST_PAGE = 100;

    private final Books books;

    GraphReads(Books books) {
        this.books = books;
    }

    /** Pages by position, as {@code after} of the answer before. */
    ObjectNode templates(HttpServerRequest http, String wabaId) {
        List<Template> all = books.templates().stream()
                .filter(template -> template.spec().wabaId().equals(wabaId))
                .filter(template -> matches(http, "status", template.status()))
                .filter(template -> matches(http, "name", template.spec().name()))
                .filter(template -> matches(http, "category", template.spec().category()))
                .filter(template -> matches(http, "language", template.spec().language()))
                .toList();
        int limit = Math.min(Math.max(1, number(http.getParam("limit"), PAGE)), LARGEST_PAGE);
        int from = Math.min(Math.max(0, number(http.getParam("after"), 0)), all.size());
        int to = Math.min(from + limit, all.size());
        ObjectNode answer = Json.object();
        ArrayNode data = answer.putArray("data");
        all.subList(from, to).forEach(template -> data.add(toJson(template)));
        ObjectNode paging = answer.putObject("paging");
        paging.putObject("cursors").put("before", Integer.toString(from)).put("after", Integer.toString(to));
        if (to < all.size()) {
            paging.put(
                    "next",
                    http.scheme() + "://" + http.authority() + http.path() + "?limit=" + limit + "&after=" + to);
        }
        return answer;
    }

    ObjectNode number(BusinessNumber number) {
        ObjectNode answer = Json.object();
        answer.put("id", number.id());
        answer.put("display_phone_number", number.spec().displayPhoneNumber());
        answer.put("quality_rating", "GREEN");
        answer.put("status", number.spec().registered() ? "CONNECTED" : "DISCONNECTED");
        answer.put(
                "whatsapp_business_manager_messaging_limit",
                books.portfolioOf(number).tier());
        answer.putObject("throughput").put("level", number.spec().throughput() > 80 ? "HIGH" : "STANDARD");
        return answer;
    }

    private static ObjectNode toJson(Template template) {
        Template.TemplateSpec spec = template.spec();
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
