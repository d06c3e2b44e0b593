package io.estafet.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * An RFC 9457 problem.
 *
 * @param type {@code urn:estafet:problem:} and the code; stable
 * @param code one word that a program can act on
 * @param errors the bad fields, each with a JSON pointer
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(String type, String title, int status, String code, String detail, List<Field> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /** A bad field. */
    public record Field(String pointer, String detail) {}

    public static Problem of(Code code, String detail, List<Field> errors) {
        return new Problem(
                "urn:estafet:problem:" + code.word(), code.title(), code.status(), code.word(), detail, errors);
    }

    /** The problem as an exception, which ends a request. */
    public ProblemException toException() {
        return new ProblemException(this);
    }
}
