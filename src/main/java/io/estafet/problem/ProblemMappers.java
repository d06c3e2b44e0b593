package io.estafet.problem;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure as a problem. What we did not expect is our mistake: logged here, and not told to the caller. */
public final class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    public Response problem(ProblemException failure) {
        return response(failure.problem());
    }

    @ServerExceptionMapper
    public Response refused(WebApplicationException failure) {
        int status = failure.getResponse().getStatus();
        if (status >= 500) {
            LOG.error("a request failed", failure);
        }
        Response.ResponseBuilder response = builder(problem(Code.ofStatus(status)));
        List<Object> allowed = failure.getResponse().getHeaders().get(HttpHeaders.ALLOW);
        if (allowed != null) {
            allowed.forEach(method -> response.header(HttpHeaders.ALLOW, method));
        }
        return response.build();
    }

    @ServerExceptionMapper
    public Response unauthorized(UnauthorizedException failure) {
        return keyNeeded();
    }

    @ServerExceptionMapper
    public Response unauthorized(AuthenticationFailedException failure) {
        return keyNeeded();
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException failure) {
        return response(problem(Code.FORBIDDEN));
    }

    @ServerExceptionMapper
    public Response mistake(Throwable failure) {
        LOG.error("a request failed", failure);
        return response(problem(Code.INTERNAL));
    }

    private static Response keyNeeded() {
        return builder(problem(Code.UNAUTHORIZED))
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
        return Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
    }
}
