package io.estafet.intake;

import java.util.function.Function;

/** What the parser made of a caller's bytes. */
public sealed interface Parsing {

    /** Applies the function for this kind of result. */
    <T> T match(Function<ParsedMessage, T> parsed, Function<Refusal, T> refused);

    /** The message is well-formed. */
    record Parsed(ParsedMessage request) implements Parsing {
        @Override
        public <T> T match(Function<ParsedMessage, T> parsed, Function<Refusal, T> refused) {
            return parsed.apply(request);
        }
    }

    /** The message is not well-formed. */
    record Refused(Refusal refusal) implements Parsing {
        @Override
        public <T> T match(Function<ParsedMessage, T> parsed, Function<Refusal, T> refused) {
            return refused.apply(refusal);
        }
    }
}
