package io.estafet.problem;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.estafet.json.WholeNumber;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, read one by one by name. Errors are collected, so that a caller learns of all of them
 * at once: {@link #end} refuses fields that nobody read and throws when anything was wrong. A value that was wrong
 * reads as absent. Used by one thread.
 */
public final class Fields {

    private static final JsonPointer ROOT = JsonPointer.empty();

    private final JsonNode object;
    private final JsonPointer at;
    private final Set<String> known = new HashSet<>();
    private final List<Problem.Field> errors = new ArrayList<>();

    private Fields(JsonNode object, JsonPointer at) {
        this.object = object;
        this.at = at;
        if (!object.isObject()) {
            throw ProblemException.invalid(at.toString(), "must be an object");
        }
    }

    public static Fields of(JsonNode object) {
        return new Fields(object, ROOT);
    }

    /** The fields of the object at an index of an array. */
    public static Fields of(JsonNode object, int index) {
        return new Fields(object, ROOT.appendIndex(index));
    }

    public boolean has(String name) {
        return object.has(name);
    }

    public Optional<String> text(String name) {
        return value(name, JsonNode::isTextual, JsonNode::textValue, "must be a text");
    }

    public Optional<Boolean> flag(String name) {
        return value(name, JsonNode::isBoolean, JsonNode::booleanValue, "must be true or false");
    }

    public Optional<Long> integer(String name) {
        return value(
                name,
                node -> WholeNumber.of(node).isPresent(),
                node -> WholeNumber.of(node).getAsLong(),
                "must be a whole number");
    }

    /** Any JSON value but null. */
    public Optional<JsonNode> node(String name) {
        return value(name, node -> true, node -> node, "");
    }

    /**
     * A text in a certain form. The reader throws {@link IllegalArgumentException} with a text that says what is wrong.
     */
    public <T> Optional<T> text(String name, Function<String, T> reader) {
        return text(name).flatMap(text -> read(name, () -> reader.apply(text)));
    }

    /** The same, but an absent field is an error, too. */
    public <T> Optional<T> required(String name, Function<String, T> reader) {
        Optional<JsonNode> present = Optional.ofNullable(present(name));
        if (present.isEmpty()) {
            refuse(name, "is required");
        }
        return text(name, reader);
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
        errors.add(new Problem.Field(at.appendProperty(name).toString(), why));
    }

    /** @throws ProblemException 422 with every bad field */
    public void end() {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                refuse(name, "is not known here");
            }
        });
        if (!errors.isEmpty()) {
            throw Problem.of(Code.INVALID, "", List.copyOf(errors)).toException();
        }
    }

    private <T> Optional<T> value(String name, Predicate<JsonNode> form, Function<JsonNode, T> reader, String refusal) {
        JsonNode node = present(name);
        if (node == null) {
            return Optional.empty();
        }
        if (!form.test(node)) {
            refuse(name, refusal);
            return Optional.empty();
        }
        return Optional.of(reader.apply(node));
    }

    private @Nullable JsonNode present(String name) {
        known.add(name);
        JsonNode node = object.get(name);
        return node == null || node.isNull() ? null : node;
    }
}
