package io.estafet.problem;

import io.estafet.json.JsonException;
import io.estafet.reactive.Failures;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Turns every failure into a problem. When PostgreSQL or Redis is away, or this replica has too much to do, the answer
 * is 503 with {@code Retry-After}, and no error is logged. Every other unexpected failure is logged here as an error,
 * and its cause is not told to the caller.
 */
public final class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private static final int RETRY_AFTER_SECONDS = 1;

    /** How the clients of PostgreSQL and Redis report a closed connection: by the exception's name or message. */
    private static final Set<String> CLOSED =
            Set.of("ClosedConnectionException", "CONNECTION_CLOSED", "Client is closed");

    private static final String MEDIA_TYPES =
            "the Content-Type must be application/json, or application/x-ndjson where lines are read";

    @ServerExceptionMapper
    public Response problem(ProblemException failure) {
        return response(failure.problem());
    }

    @ServerExceptionMapper
    public Response unreadable(JsonException failure) {
        return response(Problem.of(failure));
    }

    @ServerExceptionMapper
    public Response refused(WebApplicationException failure) {
        int status = failure.getResponse().getStatus();
        if (status >= 500) {
            LOG.error("a request failed", failure);
        }
        Code code = Code.ofStatus(status);
        Response.ResponseBuilder response =
                builder(Problem.of(code, code == Code.UNSUPPORTED_MEDIA_TYPE ? MEDIA_TYPES : "", List.of()));
        List<Object> allowed = failure.getResponse().getHeaders().get(HttpHeaders.ALLOW);
        if (allowed != null) {
            allowed.forEach(method -> response.header(HttpHeaders.ALLOW, method));
        }
        return response.build();
    }

    @ServerExceptionMapper
    public Response unauthorized(UnauthorizedException failure) {
        return keyNeeded("there is no header Authorization: Bearer <key>");
    }

    @ServerExceptionMapper
    public Response unauthorized(AuthenticationFailedException failure) {
        return keyNeeded("what Authorization holds is not Bearer and a known key");
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException failure) {
        return response(problem(Code.FORBIDDEN));
    }

    @ServerExceptionMapper
    public Response unexpected(Throwable failure) {
        boolean busy = Failures.isBusy(failure);
        if (busy || Failures.hasCause(failure, ProblemMappers::isAway)) {
            LOG.warnf("a request could not be answered now: %s", failure);
            return response(problem(busy ? Code.BUSY : Code.UNAVAILABLE));
        }
        LOG.error("a request failed", failure);
        return response(problem(Code.INTERNAL));
    }

    /** True when Redis or PostgreSQL was silent beyond a deadline, or a connection to it was refused or cut. */
    private static boolean isAway(Throwable cause) {
        return CLOSED.contains(cause.getClass().getSimpleName())
                || CLOSED.contains(String.valueOf(cause.getMessage()))
                || cause instanceof IOException
                || cause instanceof TimeoutException;
    }

    static Response methodNotAllowed(Set<String> allowed) {
        return builder(problem(Code.METHOD_NOT_ALLOWED))
                .header(HttpHeaders.ALLOW, String.join(", ", allowed))
                .build();
    }

    private static Response keyNeeded(String detail) {
        return builder(Problem.of(Code.UNAUTHORIZED, detail, List.of()))
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    private static Problem problem(Code code) {
        return Problem.of(code, "", List.of());
    }

    private static Response response(Problem problem) {
        return builder(problem).build();
    }

    private static Response.ResponseBuilder builder(Problem problem) {
        Response.ResponseBuilder response = problem.toResponse();
        return problem.status() == Code.UNAVAILABLE.status()
                ? response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                : response;
    }
}
