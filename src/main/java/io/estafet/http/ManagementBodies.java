package io.estafet.http;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Refuses every body on the management port: nothing there reads a body, and nothing may wait for a slow one. */
@Singleton
record ManagementBodies(UnreadBodies unread) {

    /** Before Quarkus' own handler, which reads bodies whole. */
    private static final int FIRST = -20_000;

    private static final int TOO_LARGE = 413;

    void register(@Observes ManagementInterface management) {
        management.router().route().order(FIRST).handler(this::refuse);
    }

    private void refuse(RoutingContext context) {
        if (RequestBody.isAnnounced(context.request())) {
            unread.watch(context);
            context.response().setStatusCode(TOO_LARGE).end();
        } else {
            context.next();
        }
    }
}
