package io.estafet.intake;

import java.util.function.Function;

/** What the parser made of a caller's bytes. */
public sealed interface Parsing {

    /** Hands this to the function of its kind. */
    <T> T match(Function<ParsedMessage, T> parsed, Function<Refusal, T> refused);

    /** Of the right form. */
    record Parsed(ParsedMessage request) implements Parsing {
        @Override
        public <T> T match(Function<ParsedMessage, T> parsed, Function<Refusal, T> refused) {
            return parsed.apply(request);
        }
    }

    /** Not of the right form. */
    record Refused(Refusal refusal) implements Parsing {
        @Override
        public <T> T match(Function<ParsedMessage, T> parsed, Function<Refusal, T> refused) {
            return refused.apply(refusal);
        }
    }
}
