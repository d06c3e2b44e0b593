package io.estafet.problem;

import java.util.List;

/** Leaves a request with a problem. No stack trace: it is an answer, not a mistake of ours. */
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

    /** One bad field. */
    public static ProblemException invalid(String pointer, String detail) {
        return Problem.of(Code.INVALID, "", List.of(new Problem.Field(pointer, detail)))
                .toException();
    }

    /** The thing is not there, or belongs to somebody else: the caller cannot tell which. */
    public static ProblemException notFound() {
        return of(Code.NOT_FOUND, "");
    }

    public Problem problem() {
        return problem;
    }
}
