package io.estafet.intake;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.estafet.intake.ParsedMessage.Content;
import io.estafet.intake.ParsedMessage.TemplateName;
import io.estafet.json.Fields;
import io.estafet.json.WrittenObject;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a message object as far as we must understand it: its type, its template, and that it holds nothing of the
 * envelope, which is ours. WhatsApp judges what is inside the type's object.
 */
final class ContentReader {

    static final String TEMPLATE = "template";
    private static final String TYPE = "type";
    private static final String CONTACTS = "contacts";
    private static final int MAX_TEXT = 4_096;
    private static final Set<String> TYPES = Set.of(
            "text",
            TEMPLATE,
            "image",
            "video",
            "audio",
            "document",
            "sticker",
            "location",
            CONTACTS,
            "reaction",
            "interactive");
    private static final Set<String> BESIDE_THE_TYPE = Set.of(TYPE, "context", "recipient_identity_key_hash");
    private static final Set<String> ENVELOPE =
            Set.of("to", "recipient", "messaging_product", "biz_opaque_callback_data", "recipient_type", "status");

    private final WrittenObject written;
    private final Fields fields;

    ContentReader(WrittenObject written, Fields fields) {
        this.written = written;
        this.fields = fields;
    }

    /** Reads the message object of a member; empty when it is absent or wrong. */
    Optional<Content> read(String name) {
        JsonPointer at = JsonPointer.empty().appendProperty(name);
        return fields.node(name)
                .flatMap(message -> template(message, at))
                .map(template -> new Content(template, written.bytes(name)));
    }

    /** The template of a message object, if it is a template; empty for an object of no known type. */
    private Optional<Optional<TemplateName>> template(JsonNode message, JsonPointer at) {
        if (!message.isObject()) {
            fields.refuse(at, "must be an object");
            return Optional.empty();
        }
        String type = message.path(TYPE).textValue();
        if (type == null || !TYPES.contains(type)) {
            fields.refuse(at.appendProperty(TYPE), "must be a type of message that WhatsApp knows");
            return Optional.empty();
        }
        checkNames(message, type, at);
        checkObject(message, type, at);
        return Optional.of(
                type.equals(TEMPLATE) ? name(message.path(TEMPLATE), at.appendProperty(TEMPLATE)) : Optional.empty());
    }

    private void checkNames(JsonNode message, String type, JsonPointer at) {
        message.fieldNames().forEachRemaining(name -> {
            if (ENVELOPE.contains(name)) {
                fields.refuse(at.appendProperty(name), "belongs to the envelope");
            } else if (!name.equals(type) && !BESIDE_THE_TYPE.contains(name)) {
                fields.refuse(at.appendProperty(name), "is not known here");
            }
        });
    }

    private void checkObject(JsonNode message, String type, JsonPointer at) {
        JsonNode object = message.path(type);
        JsonPointer place = at.appendProperty(type);
        if (type.equals(CONTACTS)) {
            require(object.isArray() && !object.isEmpty(), place, "must be a list of at least one");
        } else {
            require(object.isObject() && !object.isEmpty(), place, "must be an object that says something");
        }
        if (type.equals("text") && object.isObject()) {
            String body = object.path("body").textValue();
            boolean fits = body != null && !body.isEmpty() && body.codePointCount(0, body.length()) <= MAX_TEXT;
            require(fits, place.appendProperty("body"), "must be a text of 1 to " + MAX_TEXT + " characters");
        }
    }

    private Optional<TemplateName> name(JsonNode template, JsonPointer at) {
        String name = template.path("name").textValue();
        String code = template.path("language").path("code").textValue();
        JsonNode components = template.path("components");
        require(name != null, at.appendProperty("name"), "must be a text");
        require(code != null, at.appendProperty("language").appendProperty("code"), "must be a text");
        require(components.isMissingNode() || components.isArray(), at.appendProperty("components"), "must be a list");
        return name == null || code == null ? Optional.empty() : Optional.of(new TemplateName(name, code));
    }

    private void require(boolean held, JsonPointer at, String why) {
        if (!held) {
            fields.refuse(at, why);
        }
    }
}
