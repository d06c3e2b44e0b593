package io.estafet.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** An object that remembers how its members were written, so that their bytes are passed on as they are. */
public final class WrittenObject {

    private final byte[] json;
    private final ObjectNode values;
    private final Map<String, Span> spans = new HashMap<>();

    WrittenObject(byte[] json, ObjectNode values) {
        this.json = json;
        this.values = values;
    }

    void wrote(String name, long from, long to) {
        spans.put(name, new Span((int) from, (int) to));
    }

    public ObjectNode values() {
        return values;
    }

    /** The bytes of the value of a member that is there. */
    public byte[] bytes(String name) {
        Span span = Objects.requireNonNull(spans.get(name));
        return Arrays.copyOfRange(json, span.from(), span.to());
    }

    private record Span(int from, int to) {}
}
