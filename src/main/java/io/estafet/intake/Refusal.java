package io.estafet.intake;

import io.estafet.json.Flaw;
import io.estafet.json.JsonException;
import java.util.List;

/**
 * Why a message is refused for good: a repetition would be refused too.
 *
 * @param detail more about the reason; never the caller's own words
 * @param flaws what is wrong and where; empty when the reason is not about a place in the message
 */
public record Refusal(IntakeCode code, String detail, List<Flaw> flaws) {

    public Refusal {
        flaws = List.copyOf(flaws);
    }

    static Refusal of(IntakeCode code, String pointer, String detail) {
        return new Refusal(code, "", List.of(new Flaw(pointer, detail)));
    }

    static Refusal of(JsonException refused) {
        return new Refusal(refused.isMalformed() ? IntakeCode.MALFORMED_JSON : IntakeCode.INVALID, "", refused.flaws());
    }
}
