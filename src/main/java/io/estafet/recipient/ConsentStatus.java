package io.estafet.recipient;

import java.util.Optional;
import java.util.stream.Stream;

/** What a person said about one category. The code takes two bits of the person's byte in Redis. */
public enum ConsentStatus {
    NONE("none"),
    OPTED_IN("opted-in"),
    OPTED_OUT("opted-out");

    private final String word;

    ConsentStatus(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public int code() {
        return ordinal();
    }

    public static Optional<ConsentStatus> ofWord(String word) {
        return Stream.of(values()).filter(status -> status.word.equals(word)).findFirst();
    }
}
