package io.estafet.intake;

import java.util.Set;

/** Where a message came in. */
public enum Source {
    /** {@code POST /v1/messages}; its idempotency key is a header. */
    HTTP("http", Set.of()),
    /** A line of {@code POST /v1/messages/batch}. */
    BATCH("batch", Set.of(RequestParser.IDEMPOTENCY_KEY)),
    /** An entry of the Redis list, which names its tenant. */
    LIST("list", Set.of(RequestParser.IDEMPOTENCY_KEY, RequestParser.TENANT));

    private final String word;

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<String> ownFields;

    Source(String word, Set<String> ownFields) {
        this.word = word;
        this.ownFields = ownFields;
    }

    /** The value of the metrics' label. */
    public String word() {
        return word;
    }

    /** The source's fields beside those of the message itself. */
    Set<String> ownFields() {
        return ownFields;
    }
}
