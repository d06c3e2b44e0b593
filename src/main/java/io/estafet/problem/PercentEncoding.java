package io.estafet.problem;

import io.estafet.json.Texts;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Decodes a part of a query strictly. Other decoders insert a replacement character or leave a percent sign. */
final class PercentEncoding {

    private static final int HEX = 16;

    private PercentEncoding() {}

    /** @throws ProblemException 422 for a text that is not percent-encoded UTF-8, and for NUL */
    static String decoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.write(hex(text, i + 1) * HEX + hex(text, i + 2));
                i += 2;
            } else if (c < 0x80) {
                bytes.write(c == '+' ? ' ' : c);
            } else {
                throw refusal();
            }
        }
        return clean(bytes.toByteArray());
    }

    private static int hex(String text, int at) {
        int digit = at < text.length() ? Character.digit(text.charAt(at), HEX) : -1;
        if (digit < 0) {
            throw refusal();
        }
        return digit;
    }

    private static String clean(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (Texts.isClean(text)) {
                return text;
            }
        } catch (CharacterCodingException e) {
            throw refusal();
        }
        throw refusal();
    }

    private static ProblemException refusal() {
        return ProblemException.of(Code.INVALID, "the query is not percent-encoded UTF-8 without NUL");
    }
}
