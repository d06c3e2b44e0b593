package io.estafet.problem;

import io.estafet.json.Texts;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Decodes a part of a query strictly. Other decoders insert a replacement character or leave a percent sign. */
final class PercentEncoding {

    private static final Pattern NOT_ENCODED = Pattern.compile("[^\\x00-\\x7f]|%(?![0-9A-Fa-f]{2})");

    private PercentEncoding() {}

    /** @throws ProblemException 422 for a text that is not percent-encoded UTF-8, and for NUL */
    static String decoded(String text) {
        if (NOT_ENCODED.matcher(text).find()) {
            throw refusal();
        }
        // As ISO 8859-1, each byte is a character; the bytes are decoded strictly then.
        String bytes = URLDecoder.decode(text, StandardCharsets.ISO_8859_1);
        return Texts.ofUtf8(bytes.getBytes(StandardCharsets.ISO_8859_1))
                .filter(Texts::isClean)
                .orElseThrow(PercentEncoding::refusal);
    }

    private static ProblemException refusal() {
        return ProblemException.of(Code.INVALID, "the query is not percent-encoded UTF-8 without NUL");
    }
}
