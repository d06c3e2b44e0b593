package io.estafet.problem;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/** A request as Vert.x has it, where JAX-RS tells only what it has decoded. */
final class Requests {

    private Requests() {}

    static RoutingContext routing(ContainerRequestContext request) {
        var context = ((ResteasyReactiveContainerRequestContext) request).getServerRequestContext();
        return ((ResteasyReactiveRequestContext) context).serverRequest().unwrap(RoutingContext.class);
    }
}
