package io.estafet.json;

import java.util.List;

/** Ends the reading of JSON that is refused. It has no stack trace: it is an answer, not an error of ours. */
public final class JsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean malformed;
    private final transient List<Flaw> flaws;

    private JsonException(boolean malformed, List<Flaw> flaws) {
        super(malformed ? "malformed" : "invalid", null, false, false);
        this.malformed = malformed;
        this.flaws = List.copyOf(flaws);
    }

    static JsonException malformed(String pointer, String detail) {
        return new JsonException(true, List.of(new Flaw(pointer, detail)));
    }

    /** Values that are not as they must be. */
    public static JsonException invalid(List<Flaw> flaws) {
        return new JsonException(false, flaws);
    }

    /** True for bytes that are no clean JSON: there is one flaw then. False when all that is wrong is values. */
    public boolean isMalformed() {
        return malformed;
    }

    /** What is wrong; at least one. */
    public List<Flaw> flaws() {
        return flaws;
    }
}
