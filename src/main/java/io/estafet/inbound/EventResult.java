package io.estafet.inbound;

import java.util.Locale;

/** What became of an item of a payload: the values of the label {@code result}. */
public enum EventResult {
    /** It changed something. */
    DONE,
    /** It was known already, came too late, or is not about us. */
    UNCHANGED,
    /** Its number, template or message is not ours. */
    UNKNOWN,
    /** It is kept, and nothing follows from it. */
    IGNORED,
    /** It could not be read. */
    MALFORMED,
    /** Its work failed and is repeated. */
    RETRIED,
    /** Its work failed too often. */
    POISON,
    /** It could not be stored or was not let in. */
    REFUSED;

    private final String word = name().toLowerCase(Locale.ROOT);

    public String word() {
        return word;
    }
}
