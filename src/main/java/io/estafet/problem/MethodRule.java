package io.estafet.problem;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Answers 405 to every method that a path does not have, with those that it has in {@code Allow}. The framework would
 * answer {@code OPTIONS} itself, with the methods of all paths of a class. {@code HEAD} goes where {@code GET} does.
 */
public final class MethodRule {

    private final Routes routes;

    MethodRule(Routes routes) {
        this.routes = routes;
    }

    /** The refusal; empty for a path that is not ours, too. */
    @ServerRequestFilter(preMatching = true)
    public Optional<Response> check(ContainerRequestContext request) {
        String method = request.getMethod().equals(HttpMethod.HEAD) ? HttpMethod.GET : request.getMethod();
        Set<String> allowed = routes.methods(Requests.routing(request).normalizedPath());
        return allowed.isEmpty() || allowed.contains(method)
                ? Optional.empty()
                : Optional.of(ProblemMappers.methodNotAllowed(allowed));
    }
}
