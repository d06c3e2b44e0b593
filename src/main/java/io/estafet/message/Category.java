package io.estafet.message;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a message is for. The order of the constants is the order of the lanes: the first lane goes first. */
public enum Category {
    AUTHENTICATION,
    SERVICE,
    UTILITY,
    MARKETING;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word in the API. */
    public String word() {
        return word;
    }

    /** 0 for the lane that goes first. */
    public int rank() {
        return ordinal();
    }

    /** @throws IndexOutOfBoundsException for a rank that no category has */
    public static Category ofRank(int rank) {
        return values()[rank];
    }

    public static Optional<Category> ofWord(String word) {
        return Stream.of(values())
                .filter(category -> category.word.equals(word))
                .findFirst();
    }
}
