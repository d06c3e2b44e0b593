package io.estafet.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A parsed body of {@code POST .../messages}, and its check. */
final class SendRequest {
    private static final int TEXT_LIMIT = 4_096;
    private static final int CAPTION_LIMIT = 1_024;
    private static final int CALLBACK_LIMIT = 512;
    private static final int CONTACTS_LIMIT = 257;
    private static final Set<String> MEDIA = Set.of("image", "video", "audio", "document", "sticker");
    private static final Map<String, String> REQUIRED = Map.of(
            "text",
            "body",
            "reaction",
            "message_id",
            "location",
            "latitude",
            "interactive",
            "type",
            "template",
            "name");

    private static final Pattern USER_ID = Pattern.compile("[A-Za-z0-9.]{1,256}");

    private final JsonNode body;
    private final String type;
    private final String input;
    private final boolean phone;
    private final String person;

    SendRequest(JsonNode body) {
        this.body = body;
        this.type = body.path("type").asText("text");
        String to = body.path("to").asText("");
        this.phone = !to.isEmpty();
        this.input = phone ? to : body.path("recipient").asText("");
        this.person = phone ? WaId.of(input) : input;
    }

    boolean readReceipt() {
        return "read".equals(body.path("status").textValue());
    }

    String type() {
        return type;
    }

    /** The recipient as written. */
    String input() {
        return input;
    }

    /** Whether the recipient is a phone number, not a business-scoped user id. */
    boolean phone() {
        return phone;
    }

    /** The canonical id: the wa_id, or the business-scoped user id. */
    String person() {
        return person;
    }

    boolean template() {
        return type.equals("template");
    }

    String templateName() {
        return body.path("template").path("name").asText("");
    }

    String templateLanguage() {
        return body.path("template").path("language").path("code").asText("");
    }

    JsonNode templateComponents() {
        return body.path("template").path("components");
    }

    @Nullable
    String callbackData() {
        return body.path("biz_opaque_callback_data").textValue();
    }

    /**
     * The refusal of the envelope or of the content object, or null. {@link TemplateCheck} checks a template's
     * parameters.
     */
    @Nullable
    GraphError refusal() {
        if (!body.isObject()) {
            return GraphError.of(100, "The body must be a JSON object");
        }
        if (!"whatsapp".equals(body.path("messaging_product").textValue())) {
            return GraphError.of(100, "The parameter messaging_product is required and must be whatsapp");
        }
        if (readReceipt()) {
            return body.path("message_id").asText("").isEmpty() ? missing("message_id") : null;
        }
        GraphError envelope = envelopeRefusal();
        return envelope != null ? envelope : contentRefusal();
    }

    private @Nullable GraphError envelopeRefusal() {
        if (input.isEmpty()) {
            return missing("to");
        }
        if (phone ? !WaId.valid(person) : !USER_ID.matcher(person).matches()) {
            return invalid("to");
        }
        JsonNode callback = body.path("biz_opaque_callback_data");
        if (!callback.isMissingNode() && !validCallback(callback)) {
            return invalid("biz_opaque_callback_data");
        }
        JsonNode kind = body.path("recipient_type");
        if (!kind.isMissingNode() && !"individual".equals(kind.textValue())) {
            return invalid("recipient_type");
        }
        return null;
    }

    private static boolean validCallback(JsonNode callback) {
        String value = callback.textValue();
        return value != null
                && value.length() <= CALLBACK_LIMIT
                && UTF_8.newEncoder().canEncode(value);
    }

    private @Nullable GraphError contentRefusal() {
        boolean known = MEDIA.contains(type) || type.equals("contacts") || REQUIRED.containsKey(type);
        if (!known) {
            return GraphError.of(100, "Param type must be one of the supported message types");
        }
        JsonNode content = body.path(type);
        if (content.isMissingNode() || content.isNull()) {
            return missing(type);
        }
        if (type.equals("contacts")) {
            return content.isArray() && content.size() >= 1 && content.size() <= CONTACTS_LIMIT ? null : invalid(type);
        }
        if (!content.isObject()) {
            return GraphError.of(100, "Param " + type + " must be a JSON object");
        }
        return MEDIA.contains(type) ? mediaRefusal(content) : fieldRefusal(content);
    }

    private @Nullable GraphError mediaRefusal(JsonNode media) {
        if (!media.hasNonNull("id") && !media.hasNonNull("link")) {
            return missing(type + ".id or " + type + ".link");
        }
        return media.path("caption").asText("").length() > CAPTION_LIMIT ? invalid(type + ".caption") : null;
    }

    private @Nullable GraphError fieldRefusal(JsonNode content) {
        String field = REQUIRED.getOrDefault(type, "type");
        JsonNode value = content.path(field);
        if (value.isMissingNode() || value.isNull() || value.asText("").isEmpty()) {
            return missing(type + "." + field);
        }
        if (type.equals("text") && (!value.isTextual() || value.textValue().length() > TEXT_LIMIT)) {
            return invalid("text.body");
        }
        if (type.equals("interactive") && !content.path("action").isObject()) {
            return missing("interactive.action");
        }
        return template() && templateLanguage().isEmpty() ? missing("template.language.code") : null;
    }

    private static GraphError missing(String field) {
        return GraphError.of(131008, "Parameter " + field + " is required");
    }

    private static GraphError invalid(String field) {
        return GraphError.of(131009, "Parameter " + field + " is not valid");
    }
}
