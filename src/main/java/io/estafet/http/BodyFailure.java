package io.estafet.http;

import io.estafet.problem.Code;
import io.estafet.problem.ProblemException;
import java.util.Locale;

/** Why a body was not read to its end. */
enum BodyFailure {
    /** It is above the route's bound. */
    TOO_LARGE(Code.TOO_LARGE),
    /** There is no memory for it, or no place for one more stream. */
    BUSY(Code.BUSY),
    /** It missed its deadline or the least rate. */
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

    /** The answer to it. */
    ProblemException problem(String detail) {
        return ProblemException.of(code, detail);
    }
}
