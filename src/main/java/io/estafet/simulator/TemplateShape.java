package io.estafet.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that a template takes.
 *
 * @param known false when nothing is known of them: they are not compared then
 * @param headerFormat {@code TEXT}, {@code IMAGE}, {@code VIDEO}, {@code DOCUMENT}, {@code LOCATION}, or null
 * @param header names of the header's variables
 * @param body names of the body's variables: {@code 1}, {@code 2} when positional
 * @param buttons index of each button that needs a parameter, with the sub type that the button must have
 */
record TemplateShape(
        boolean known,
        @Nullable String headerFormat,
        Set<String> header,
        Set<String> body,
        Map<Integer, String> buttons) {
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");

    static TemplateShape of(SimulatedTemplate.TemplateSpec spec) {
        JsonNode components = spec.components();
        if (components == null || components.isNull()) {
            Integer count = spec.parameterCount();
            return new TemplateShape(count != null, null, Set.of(), positions(count == null ? 0 : count), Map.of());
        }
        String headerFormat = null;
        Set<String> header = Set.of();
        Set<String> body = Set.of();
        Map<Integer, String> buttons = new TreeMap<>();
        for (JsonNode component : components) {
            String type = upper(component, "type");
            if (type.equals("HEADER")) {
                headerFormat = component.hasNonNull("format") ? upper(component, "format") : "TEXT";
                header = variables(component.path("text").asText(""));
            } else if (type.equals("BODY")) {
                // WhatsApp sets the text of an authentication template, with the code as its only variable.
                boolean preset =
                        !component.hasNonNull("text") && spec.category().equals("AUTHENTICATION");
                body = preset ? positions(1) : variables(component.path("text").asText(""));
            } else if (type.equals("BUTTONS")) {
                addButtons(component.path("buttons"), buttons);
            }
        }
        return new TemplateShape(true, headerFormat, header, body, Collections.unmodifiableMap(buttons));
    }

    /** The body's variables are named when any of them is not a number. */
    boolean named() {
        return body.stream().anyMatch(name -> !name.chars().allMatch(Character::isDigit));
    }

    private static void addButtons(JsonNode buttons, Map<Integer, String> needed) {
        for (int index = 0; index < buttons.size(); index++) {
            JsonNode button = buttons.get(index);
            String type = upper(button, "type");
            if (type.equals("OTP")
                    || (type.equals("URL") && button.path("url").asText("").contains("{{"))) {
                needed.put(index, "url");
            } else if (type.equals("COPY_CODE")) {
                needed.put(index, "copy_code");
            }
        }
    }

    private static Set<String> variables(String text) {
        Set<String> names = new LinkedHashSet<>();
        for (Matcher matcher = VARIABLE.matcher(text); matcher.find(); ) {
            names.add(matcher.group(1));
        }
        return Collections.unmodifiableSet(names);
    }

    private static Set<String> positions(int count) {
        Set<String> names = new LinkedHashSet<>();
        for (int position = 1; position <= count; position++) {
            names.add(Integer.toString(position));
        }
        return Collections.unmodifiableSet(names);
    }

    private static String upper(JsonNode node, String field) {
        return node.path(field).asText("").toUpperCase(Locale.ROOT);
    }
}
