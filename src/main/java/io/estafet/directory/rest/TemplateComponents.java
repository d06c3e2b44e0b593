package io.estafet.directory.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.estafet.template.TemplateKey;
import java.util.Locale;
import java.util.Map;

/**
 * Checks the components of a template that a caller registers against WhatsApp's own bounds. A template beyond them
 * cannot be one of WhatsApp's. See WhatsApp's documentation of template components.
 */
final class TemplateComponents {

    /** Header, body, footer, buttons and the like, each once. */
    private static final int MAX_COMPONENTS = 10;

    private static final int MAX_BUTTONS = 10;
    private static final int MAX_LABEL = 25;
    private static final Map<String, Integer> MAX_TEXT = Map.of("HEADER", 60, "BODY", 1_024, "FOOTER", 60);

    /** RFC 5646, 4.4.1: no tag in use is longer. */
    private static final int MAX_LANGUAGE = 35;

    private TemplateComponents() {}

    /** The key of a template that is to be registered. */
    static TemplateKey key(String wabaId, String name, String language) {
        if (language.length() > MAX_LANGUAGE) {
            throw new IllegalArgumentException("has a language of more than " + MAX_LANGUAGE + " characters");
        }
        return new TemplateKey(wabaId, name, language);
    }

    /** @throws IllegalArgumentException whose message says what is wrong */
    static JsonNode checked(JsonNode components) {
        require(components.isArray(), "must be an array");
        require(components.size() <= MAX_COMPONENTS, "must have at most " + MAX_COMPONENTS + " components");
        components.forEach(TemplateComponents::checkComponent);
        return components;
    }

    private static void checkComponent(JsonNode component) {
        require(component.isObject(), "must hold objects");
        require(component.path("type").isTextual(), "must hold objects with a type");
        String type = component.path("type").textValue().toUpperCase(Locale.ROOT);
        int most = MAX_TEXT.getOrDefault(type, Integer.MAX_VALUE);
        require(
                characters(component.path("text")) <= most,
                "must have at most " + most + " characters in the text of " + type);
        checkButtons(component.path("buttons"));
    }

    private static void checkButtons(JsonNode buttons) {
        require(buttons.size() <= MAX_BUTTONS, "must have at most " + MAX_BUTTONS + " buttons");
        buttons.forEach(button -> require(
                characters(button.path("text")) <= MAX_LABEL,
                "must have at most " + MAX_LABEL + " characters in the text of a button"));
    }

    /** The characters as people count them; 0 for a node that is not text. */
    private static int characters(JsonNode text) {
        return text.isTextual()
                ? text.textValue().codePointCount(0, text.textValue().length())
                : 0;
    }

    private static void require(boolean holds, String must) {
        if (!holds) {
            throw new IllegalArgumentException(must);
        }
    }
}
