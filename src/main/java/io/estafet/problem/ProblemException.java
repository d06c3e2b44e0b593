package io.estafet.problem;

import io.estafet.json.Flaw;
import java.util.List;
import java.util.function.Function;

/** Ends a request with a problem. It has no stack trace: it is an answer, not an error of ours. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.code(), null, false, false);
        this.problem = problem;
    }

    public static ProblemException of(Code code, String detail) {
        return Problem.of(code, detail, List.of()).toException();
    }

    /** A problem with one bad field. */
    public static ProblemException invalid(String pointer, String detail) {
        return Problem.of(Code.INVALID, "", List.of(new Flaw(pointer, detail))).toException();
    }

    /** Reads the id of an existing thing from the path or query. An id of a wrong form is answered as not found. */
    public static <T> T orNotFound(String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw notFound();
        }
    }

    /** The resource does not exist, or belongs to another tenant: the caller cannot tell which. */
    public static ProblemException notFound() {
        return of(Code.NOT_FOUND, "");
    }

    public Problem problem() {
        return problem;
    }
}
