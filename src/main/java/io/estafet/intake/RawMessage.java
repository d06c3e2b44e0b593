package io.estafet.intake;

import java.util.function.Function;

/**
 * A message as its caller wrote it.
 *
 * @param cut true for a message that is too long, of which only the beginning is here
 * @param incoming makes the message to accept of the one that was read
 */
public record RawMessage(byte[] json, boolean cut, Function<ParsedMessage, IncomingMessage> incoming) {

    Parsing parse(Source source) {
        return cut ? new Parsing.Refused(RequestParser.tooLarge()) : RequestParser.parse(source, json);
    }

    /** Masked: holds a person's address and words. */
    @Override
    public String toString() {
        return "RawMessage[" + json.length + " bytes]";
    }
}
