package io.estafet.intake.rest;

import io.estafet.access.Caller;
import io.estafet.message.TenantId;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;

/** Any number of messages, a line each, answered line by line while they are read. */
@Path("/v1/messages/batch")
@Singleton
public final class BatchResource {

    private static final String LINES = "application/x-ndjson";

    private final Caller caller;
    private final BatchIntake batches;

    BatchResource(Caller caller, BatchIntake batches) {
        this.caller = caller;
        this.batches = batches;
    }

    @POST
    @Authenticated
    @Consumes(LINES)
    @Produces(LINES)
    public Multi<BatchIntake.LineAnswer> accept(@Context HttpServerRequest request) {
        TenantId tenant = caller.tenant();
        return batches.run(
                io.vertx.mutiny.core.http.HttpServerRequest.newInstance(request).toMulti(), tenant);
    }
}
