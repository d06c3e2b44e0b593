package io.estafet.recipient;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How WhatsApp reaches a person: a phone number in E.164 or a business-scoped user id.
 *
 * @param value with the leading {@code +} for a phone number
 */
public record Address(Kind kind, String value) {

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Pattern USER_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,255}");

    /** Brazil, Mexico and Argentina. */
    private static final List<String> REWRITTEN = List.of("+55", "+52", "+54");

    /** The two kinds of address. */
    public enum Kind {
        PHONE,
        USER_ID
    }

    public Address {
        Pattern form = kind == Kind.PHONE ? E164 : USER_ID;
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    kind == Kind.PHONE ? "is not an E.164 number with a leading +" : "is not a user id");
        }
    }

    /** @throws IllegalArgumentException when the text is not E.164 with a leading {@code +} */
    public static Address phone(String e164) {
        return new Address(Kind.PHONE, e164);
    }

    /** @throws IllegalArgumentException when the text cannot be a business-scoped user id */
    public static Address userId(String userId) {
        return new Address(Kind.USER_ID, userId);
    }

    /** Reads either kind: a phone number starts with {@code +}, a user id never does. */
    public static Address parse(String text) {
        return text.startsWith("+") ? phone(text) : userId(text);
    }

    /** The prefix of the country, when it is one where a person's wa_id may differ from the number that was dialled. */
    public Optional<String> rewrittenIn() {
        return REWRITTEN.stream().filter(value::startsWith).findFirst();
    }

    /** Masked, because a log must not name a person. */
    @Override
    public String toString() {
        return kind + "[masked]";
    }
}
