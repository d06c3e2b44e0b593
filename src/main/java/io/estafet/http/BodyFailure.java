package io.estafet.http;

import io.estafet.json.Flaw;
import io.estafet.problem.Code;
import io.estafet.problem.Problem;
import io.estafet.problem.ProblemException;
import java.util.List;
import java.util.Locale;

/** Why a body was not read to its end. */
enum BodyFailure {
    /** The body is above the route's bound. */
    TOO_LARGE(Code.TOO_LARGE),
    /** There is no memory for the body, or no place for one more stream. */
    BUSY(Code.BUSY),
    /** The body missed its deadline or the least rate. */
    TOO_SLOW(Code.TOO_SLOW),
    /** The caller closed the connection; the answer reaches nobody. */
    ABORTED(Code.BAD_REQUEST);

    private final Code code;

    BodyFailure(Code code) {
        this.code = code;
    }

    /** The reason as a metric label. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The answer to this failure. */
    ProblemException problem(String detail) {
        return ProblemException.of(code, detail);
    }

    /** The answer to a body above a bound. The error concerns the body as a whole. */
    static ProblemException tooLarge(int maxBytes) {
        return Problem.of(TOO_LARGE.code, "", List.of(new Flaw("", "is longer than " + maxBytes + " bytes")))
                .toException();
    }
}
