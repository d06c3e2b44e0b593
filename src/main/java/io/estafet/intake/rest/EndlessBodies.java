package io.estafet.intake.rest;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.Set;

/**
 * Streams of lines have no largest size: they are read line by line and nothing of them is kept. The server's limit on
 * bodies, which is for those that are read whole, looks at the announced length; here it does not see one.
 */
final class EndlessBodies {

    /** Before the limit is enforced. */
    private static final int EARLY = 1_000;

    private static final Set<String> STREAMS = Set.of("/v1/messages/batch", "/v1/consents/import");

    static void register(@Observes Filters filters) {
        filters.register(EndlessBodies::pass, EARLY);
    }

    private static void pass(RoutingContext context) {
        if (STREAMS.contains(context.request().path())) {
            context.request().headers().remove(HttpHeaders.CONTENT_LENGTH);
        }
        context.next();
    }
}
