package io.estafet.problem;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.lang.reflect.Method;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/** A request as Vert.x has it; JAX-RS offers only its decoded form. */
final class Requests {

    private Requests() {}

    static RoutingContext routing(ContainerRequestContext request) {
        ServerRequestContext context = context(request);
        return ((ResteasyReactiveRequestContext) context).serverRequest().unwrap(RoutingContext.class);
    }

    /** The method that answers the request; known once the request is matched. */
    static Method method(ContainerRequestContext request) {
        return context(request).getResteasyReactiveResourceInfo().getMethod();
    }

    private static ServerRequestContext context(ContainerRequestContext request) {
        return ((ResteasyReactiveContainerRequestContext) request).getServerRequestContext();
    }
}
