package io.estafet.http;

import io.estafet.access.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a method with {@link MaxBody} before the method is called, after the caller was authenticated and
 * the query was checked, without blocking a thread. By default Quarkus REST reads all but the smallest bodies on worker
 * threads that wait for each byte.
 */
public final class BodyFilter {

    private final BodyReader reader;
    private final Caller caller;

    BodyFilter(BodyReader reader, Caller caller) {
        this.reader = reader;
        this.caller = caller;
    }

    @ServerRequestFilter(priority = Priorities.USER + 1)
    public @Nullable Uni<Response> read(
            ContainerRequestContext request, ResourceInfo resource, RoutingContext context) {
        MaxBody bound = resource.getResourceMethod().getAnnotation(MaxBody.class);
        if (bound == null) {
            return null;
        }
        String holder = caller.tenant().value();
        return reader.read(context, BodyBound.of(bound.value(), bound.traffic(), holder))
                .invoke(body -> request.setEntityStream(new ByteArrayInputStream(body)))
                .replaceWith((Response) null);
    }
}
