package io.estafet.json;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The fields of one JSON object, read one by one by name. Errors are collected, so that a caller learns of all of them
 * at once: {@link #end} refuses fields that nobody read and throws when anything was wrong. A value that was wrong
 * reads as absent; {@code null} is absent too. Used by one thread.
 */
public final class Fields {

    private final JsonNode object;
    private final JsonPointer at;
    private final Set<String> known = new HashSet<>();
    private final List<Flaw> flaws = new ArrayList<>();

    private Fields(JsonNode object, JsonPointer at) {
        this.object = object;
        this.at = at;
        if (!object.isObject()) {
            throw JsonException.invalid(List.of(new Flaw(at.toString(), "must be an object")));
        }
    }

    /** @throws JsonException for what {@link StrictJson#read} refuses, and for a value that is not an object */
    public static Fields read(byte[] json) {
        return of(StrictJson.read(json));
    }

    public static Fields of(JsonNode object) {
        return new Fields(object, JsonPointer.empty());
    }

    /** The fields of the object at an index of an array. */
    public static Fields of(JsonNode object, int index) {
        return new Fields(object, JsonPointer.empty().appendIndex(index));
    }

    /** True also for {@code null}. */
    public boolean has(String name) {
        return object.has(name);
    }

    /** Any JSON value but null. */
    public Optional<JsonNode> node(String name) {
        known.add(name);
        return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
    }

    public Optional<String> text(String name) {
        return node(name, JsonNode::isTextual, "must be a text").map(JsonNode::textValue);
    }

    public Optional<Boolean> flag(String name) {
        return node(name, JsonNode::isBoolean, "must be true or false").map(JsonNode::booleanValue);
    }

    public Optional<Long> integer(String name) {
        return node(name, node -> WholeNumber.of(node).isPresent(), "must be a whole number")
                .map(WholeNumber::of)
                .map(OptionalLong::getAsLong);
    }

    /**
     * A text in a certain form. The reader throws {@link IllegalArgumentException} with a text that says what is wrong.
     */
    public <T> Optional<T> text(String name, Function<String, T> reader) {
        return text(name).flatMap(text -> read(name, () -> reader.apply(text)));
    }

    /** @param most characters, counted as code points; there must be one */
    public Optional<String> text(String name, int most) {
        return text(name, text -> {
            if (text.isEmpty() || text.codePointCount(0, text.length()) > most) {
                throw new IllegalArgumentException("must have 1 to " + most + " characters");
            }
            return text;
        });
    }

    /** As {@link #text(String, Function)}, but an absent field is an error, too. */
    public <T> Optional<T> required(String name, Function<String, T> reader) {
        require(name);
        return text(name, reader);
    }

    /** Refuses an absent field. */
    public void require(String name) {
        if (node(name).isEmpty()) {
            refuse(name, "is required");
        }
    }

    /** Builds a value from fields. An {@link IllegalArgumentException} is reported as an error of the named field. */
    public <T> Optional<T> read(String name, Supplier<T> build) {
        try {
            return Optional.of(build.get());
        } catch (IllegalArgumentException e) {
            refuse(name, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    public void refuse(String name, String why) {
        refuse(at.appendProperty(name), why);
    }

    public void refuse(JsonPointer place, String why) {
        flaws.add(new Flaw(place.toString(), why));
    }

    /** @throws JsonException with every flaw */
    public void end() {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                refuse(name, "is not known here");
            }
        });
        if (!flaws.isEmpty()) {
            throw JsonException.invalid(flaws);
        }
    }

    private Optional<JsonNode> node(String name, Predicate<JsonNode> form, String refusal) {
        Optional<JsonNode> node = node(name);
        if (node.isPresent() && !form.test(node.get())) {
            refuse(name, refusal);
            return Optional.empty();
        }
        return node;
    }
}
