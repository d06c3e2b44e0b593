package io.estafet.problem;

import com.fasterxml.jackson.databind.JsonNode;

/** A request's body as it arrived. Resources take it as a parameter and read it strictly. */
public record JsonBody(byte[] bytes) {

    /** The largest size of a body that is one JSON value; streams of lines have no such limit. */
    public static final int MAX_BYTES = 1 << 20;

    /** @throws ProblemException for anything that is not clean JSON of at most {@link #MAX_BYTES} */
    public JsonNode read() {
        return StrictJson.read(bytes, MAX_BYTES);
    }

    public Fields fields() {
        return Fields.of(read());
    }
}
