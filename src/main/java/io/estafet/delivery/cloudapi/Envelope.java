package io.estafet.delivery.cloudapi;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Puts the envelope around a message object by splicing bytes: what the caller wrote between its braces is sent as it
 * is, including escapes and spaces. One pass over the message finds its top-level field names, so that none of them can
 * replace a field of the envelope. The message is known to be valid JSON; this pass checks no more than it needs.
 */
final class Envelope {

    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Za-z+._-]+");
    private static final byte[] HEAD = utf8("{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"individual\",");
    private static final byte[] TO = utf8("\"to\":\"");
    private static final byte[] RECIPIENT = utf8("\"recipient\":\"");
    private static final byte[] MESSAGE = utf8("\",");
    private static final byte[] CALLBACK = utf8(",\"biz_opaque_callback_data\":\"");
    private static final byte[] END = utf8("\"}");

    private Envelope() {}

    /**
     * The body of the request.
     *
     * @throws IllegalArgumentException when the message is not a JSON object with fields, or has a field of the
     *     envelope, or the address is not one; the text names no content
     */
    static Buffer wrap(String address, String callbackData, byte[] message) {
        JsonObjectSpan fields = JsonObjectSpan.scan(message);
        requireAddress(address);
        int size = HEAD.length + RECIPIENT.length + address.length() + MESSAGE.length + CALLBACK.length;
        return Buffer.buffer(size + fields.length() + callbackData.length() + END.length)
                .appendBytes(HEAD)
                .appendBytes(address.startsWith("+") ? TO : RECIPIENT)
                .appendBytes(utf8(address))
                .appendBytes(MESSAGE)
                .appendBytes(message, fields.from(), fields.length())
                .appendBytes(CALLBACK)
                .appendBytes(utf8(callbackData))
                .appendBytes(END);
    }

    /** Both kinds of address are plain ASCII without quotes or backslashes, so that nothing needs escaping. */
    private static void requireAddress(String address) {
        if (address.isEmpty()) {
            throw new IllegalArgumentException("the address is empty");
        }
        if (!ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException("the address has a character that no address has");
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
