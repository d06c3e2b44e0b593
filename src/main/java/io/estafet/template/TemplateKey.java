package io.estafet.template;

import java.util.regex.Pattern;

/** A template in one language of one WhatsApp Business Account. */
public record TemplateKey(String wabaId, String name, String language) {

    private static final int PARTS = 3;
    private static final Pattern WABA = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,512}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-zA-Z]{2,3}([_-][A-Za-z0-9]{2,8})*");

    public TemplateKey {
        require(WABA, wabaId, "wabaId");
        require(NAME, name, "template name");
        require(LANGUAGE, language, "template language");
    }

    /** The key as one text, for Redis and logs. None of the parts can contain a slash. */
    public String text() {
        return wabaId + "/" + name + "/" + language;
    }

    /** The inverse of {@link #text()}. */
    public static TemplateKey parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("not waba/name/language");
        }
        return new TemplateKey(parts[0], parts[1], parts[2]);
    }

    /** @throws IllegalArgumentException when the text cannot be the id of an account */
    public static String wabaId(String text) {
        require(WABA, text, "wabaId");
        return text;
    }

    private static void require(Pattern form, String value, String what) {
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException(what + " is not of the form " + form.pattern());
        }
    }
}
