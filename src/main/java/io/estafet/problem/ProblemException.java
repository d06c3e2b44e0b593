package io.estafet.problem;

import java.util.List;

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
        return Problem.of(Code.INVALID, "", List.of(new Problem.Field(pointer, detail)))
                .toException();
    }

    /** The resource does not exist, or belongs to another tenant: the caller cannot tell which. */
    public static ProblemException notFound() {
        return of(Code.NOT_FOUND, "");
    }

    public Problem problem() {
        return problem;
    }
}
