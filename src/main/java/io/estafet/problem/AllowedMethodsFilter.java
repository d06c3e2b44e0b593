package io.estafet.problem;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import java.util.Set;

/**
 * Answers 405 to every method that a path does not have, with the path's methods in {@code Allow}. The framework would
 * answer {@code OPTIONS} itself, with the methods of all paths of a class. {@code HEAD} is treated as {@code GET}.
 */
@Provider
@PreMatching
public final class AllowedMethodsFilter implements ContainerRequestFilter {

    private final ApiPaths routes;

    AllowedMethodsFilter(ApiPaths routes) {
        this.routes = routes;
    }

    /**
     * A path that is not ours is left to the framework, except for {@code OPTIONS}, which the framework would answer
     * with success.
     */
    @Override
    public void filter(ContainerRequestContext request) {
        refusal(request.getMethod(), Requests.routing(request).normalizedPath()).ifPresent(request::abortWith);
    }

    Optional<Response> refusal(String method, String path) {
        Set<String> allowed = routes.methods(path);
        if (allowed.isEmpty() && method.equals(HttpMethod.OPTIONS)) {
            throw ProblemException.notFound();
        }
        boolean isAllowed = allowed.contains(method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method);
        return allowed.isEmpty() || isAllowed
                ? Optional.empty()
                : Optional.of(ProblemMappers.methodNotAllowed(allowed));
    }
}
