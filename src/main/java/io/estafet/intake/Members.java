package io.estafet.intake;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.estafet.intake.JsonMembers.Member;
import io.estafet.intake.Refusal.Flaw;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads a message's members one by one and collects what is wrong, so that a caller learns of all of it at once. A
 * wrong value reads as absent; {@code null} is absent too.
 */
final class Members {

    private final Map<String, Member> members;
    private final Set<String> known = new HashSet<>();
    private final List<Flaw> flaws = new ArrayList<>();

    Members(Map<String, Member> members) {
        this.members = members;
    }

    Optional<Member> member(String name) {
        known.add(name);
        return Optional.ofNullable(members.get(name))
                .filter(member -> !member.value().isNull());
    }

    Optional<String> text(String name) {
        Optional<JsonNode> value = member(name).map(Member::value);
        if (value.isPresent() && !value.get().isTextual()) {
            refuse(pointer(name), "must be a text");
            return Optional.empty();
        }
        return value.map(JsonNode::textValue);
    }

    /** The reader throws {@link IllegalArgumentException} with what is wrong. */
    <T> Optional<T> text(String name, Function<String, T> reader) {
        return text(name).flatMap(text -> {
            try {
                return Optional.of(reader.apply(text));
            } catch (IllegalArgumentException e) {
                refuse(pointer(name), String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        });
    }

    <T> Optional<T> required(String name, Function<String, T> reader) {
        if (member(name).isEmpty()) {
            refuse(pointer(name), "is required");
        }
        return text(name, reader);
    }

    Optional<Instant> instant(String name) {
        return text(name, Members::instantOf);
    }

    /** @param most characters, counted as code points */
    Optional<String> words(String name, int most) {
        return text(name, text -> {
            if (text.isEmpty() || text.codePointCount(0, text.length()) > most) {
                throw new IllegalArgumentException("must have 1 to " + most + " characters");
            }
            return text;
        });
    }

    void refuse(String pointer, String why) {
        flaws.add(new Flaw(pointer, why));
    }

    /** Refuses members that were never read; fails when anything was wrong. */
    void end() throws RefusedException {
        for (String name : members.keySet()) {
            if (!known.contains(name)) {
                refuse(pointer(name), "is not known here");
            }
        }
        if (!flaws.isEmpty()) {
            throw new RefusedException(Refusal.invalid(flaws));
        }
    }

    static String pointer(String name) {
        return JsonPointer.empty().appendProperty(name).toString();
    }

    private static Instant instantOf(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is not a time with zone as in RFC 3339", e);
        }
    }
}
