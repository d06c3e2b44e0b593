package io.estafet.intake.rest;

import io.estafet.intake.IntakeCode;
import io.estafet.intake.IntakeResult;
import io.estafet.intake.Refusal;
import io.estafet.json.Flaw;
import io.estafet.problem.Problem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Refusals of the intake as problems. */
final class IntakeProblems {

    private IntakeProblems() {}

    static Problem of(Refusal refusal) {
        return problem(refusal.code(), refusal.detail(), refusal.flaws());
    }

    static Problem of(IntakeResult.Unavailable unavailable) {
        return problem(unavailable.code(), "", List.of());
    }

    static Response response(IntakeResult.Unavailable unavailable) {
        long seconds = Math.max(1, unavailable.retryAfter().toSeconds());
        return of(unavailable)
                .toResponse()
                .header(HttpHeaders.RETRY_AFTER, seconds)
                .build();
    }

    private static Problem problem(IntakeCode code, String detail, List<Flaw> flaws) {
        return Problem.of(code.word(), code.title(), code.status(), detail, flaws);
    }
}
