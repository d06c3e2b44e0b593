package io.estafet.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compares the parameters of a request with those of its template. */
final class TemplateCheck {
    private static final Set<String> PARAMETER_TYPES = Set.of(
            "text",
            "currency",
            "date_time",
            "image",
            "video",
            "document",
            "location",
            "payload",
            "coupon_code",
            "action",
            "product",
            "ttl_minutes");
    private static final Set<String> MEDIA = Set.of("image", "video", "document");
    private static final Pattern FORBIDDEN_IN_TEXT = Pattern.compile("[\\n\\r\\t]| {5}");

    private final TemplateShape shape;
    private final JsonNode components;

    TemplateCheck(TemplateShape shape, JsonNode components) {
        this.shape = shape;
        this.components = components;
    }

    /** The refusal, or null when the parameters fit. */
    @Nullable
    GraphError refusal() {
        if (!components.isMissingNode() && !components.isArray()) {
            return GraphError.of(100, "template.components must be an array");
        }
        GraphError format = firstBadParameter();
        if (format != null) {
            return format;
        }
        return shape.known() ? mismatch() : null;
    }

    private @Nullable GraphError mismatch() {
        GraphError header = headerMismatch(parameters("header"));
        if (header != null) {
            return header;
        }
        JsonNode body = parameters("body");
        if (body.size() != shape.body().size()) {
            return count("body", body.size(), shape.body().size());
        }
        GraphError names = nameMismatch(body);
        return names != null ? names : buttonMismatch();
    }

    private @Nullable GraphError headerMismatch(JsonNode given) {
        String format = shape.headerFormat();
        boolean media = format != null && !format.equals("TEXT");
        int expected = media ? 1 : shape.header().size();
        if (given.size() != expected) {
            return count("header", given.size(), expected);
        }
        if (media && format != null && !format.equalsIgnoreCase(typeOf(given.get(0)))) {
            String received = typeOf(given.get(0)).toUpperCase(Locale.ROOT);
            return GraphError.of(132012, "header: Format mismatch, expected " + format + ", received " + received);
        }
        return null;
    }

    private @Nullable GraphError nameMismatch(JsonNode body) {
        if (!shape.named()) {
            return null;
        }
        for (JsonNode parameter : body) {
            if (!shape.body().contains(parameter.path("parameter_name").asText(""))) {
                return GraphError.of(132012, "body: parameter_name is missing or not one of the template's");
            }
        }
        return null;
    }

    private @Nullable GraphError buttonMismatch() {
        for (var needed : shape.buttons().entrySet()) {
            JsonNode button = button(needed.getKey());
            int given = button.path("parameters").size();
            if (given != 1) {
                return count("button at index " + needed.getKey(), given, 1);
            }
            if (!needed.getValue().equalsIgnoreCase(button.path("sub_type").asText(""))) {
                return GraphError.of(132012, "button at index " + needed.getKey() + " must be " + needed.getValue());
            }
        }
        return null;
    }

    private @Nullable GraphError firstBadParameter() {
        for (JsonNode component : components) {
            for (JsonNode parameter : component.path("parameters")) {
                String type = typeOf(parameter);
                if (!PARAMETER_TYPES.contains(type)) {
                    return GraphError.of(132012, "parameter type is missing or unknown");
                }
                String text = parameter.path("text").asText("");
                if (type.equals("text") && text.isEmpty()) {
                    return GraphError.of(132012, "a text parameter must not be empty");
                }
                if (FORBIDDEN_IN_TEXT.matcher(text).find()) {
                    return GraphError.of(
                            132012, "Param text cannot have new-line/tab characters or more than 4 spaces");
                }
                JsonNode media = parameter.path(type);
                if (MEDIA.contains(type) && !media.hasNonNull("id") && !media.hasNonNull("link")) {
                    return GraphError.of(132012, type + " parameter needs id or link");
                }
            }
        }
        return null;
    }

    private JsonNode parameters(String componentType) {
        for (JsonNode component : components) {
            if (componentType.equalsIgnoreCase(typeOf(component))) {
                return component.path("parameters");
            }
        }
        return components.path(-1);
    }

    private JsonNode button(int index) {
        for (JsonNode component : components) {
            // The index comes as a string in most clients and as an integer in some.
            if ("button".equalsIgnoreCase(typeOf(component))
                    && component.path("index").asInt(-1) == index) {
                return component;
            }
        }
        return components.path(-1);
    }

    private static String typeOf(JsonNode node) {
        return node.path("type").asText("").toLowerCase(Locale.ROOT);
    }

    private static GraphError count(String where, int given, int expected) {
        return GraphError.of(
                132000,
                where + ": number of localizable_params (" + given + ") does not match the expected number of params ("
                        + expected + ")");
    }
}
