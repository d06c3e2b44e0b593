package io.estafet.json;

/** What no text may contain: NUL, which PostgreSQL cannot store, and lone surrogates, which UTF-8 cannot encode. */
public final class Texts {

    public static final String REFUSAL = "holds NUL or a lone surrogate";

    private Texts() {}

    public static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }
}
