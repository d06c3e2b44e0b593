package io.estafet.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.estafet.json.Flaw;
import io.estafet.json.JsonException;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * An RFC 9457 problem.
 *
 * @param type {@code urn:estafet:problem:} and the code; stable
 * @param code one word that a program can act on
 * @param errors the bad fields, each with a JSON pointer
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(String type, String title, int status, String code, String detail, List<Flaw> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(Code code, String detail, List<Flaw> errors) {
        return of(code.word(), code.title(), code.status(), detail, errors);
    }

    /** A problem whose code is not one of {@link Code}. */
    public static Problem of(String word, String title, int status, String detail, List<Flaw> errors) {
        return new Problem("urn:estafet:problem:" + word, title, status, word, detail, errors);
    }

    /** JSON that was refused: 400 for what is no JSON, otherwise 422 with every flaw. */
    public static Problem of(JsonException refused) {
        return refused.isMalformed()
                ? of(Code.MALFORMED_JSON, refused.flaws().get(0).detail(), List.of())
                : of(Code.INVALID, "", refused.flaws());
    }

    /** The problem as an answer, to which headers may be added. */
    public Response.ResponseBuilder toResponse() {
        return Response.status(status).type(MEDIA_TYPE).entity(this);
    }

    /** The problem as an exception, which ends a request. */
    public ProblemException toException() {
        return new ProblemException(this);
    }
}
