package io.estafet.intake.rest;

import io.estafet.access.Caller;
import io.estafet.http.LineStreams;
import io.estafet.http.TrafficClass;
import io.estafet.message.TenantId;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Multi;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;

/** Accepts any number of messages, one a line, and answers line by line while it reads. */
@Path("/v1/messages/batch")
@Singleton
public final class BatchResource {

    private static final String LINES = "application/x-ndjson";

    private final Caller caller;
    private final LineStreams streams;
    private final BatchIntake batches;

    BatchResource(Caller caller, LineStreams streams, BatchIntake batches) {
        this.caller = caller;
        this.streams = streams;
        this.batches = batches;
    }

    @POST
    @Authenticated
    @Consumes(LINES)
    @Produces(LINES)
    public Multi<BatchIntake.LineAnswer> accept(@Context RoutingContext context) {
        TenantId tenant = caller.tenant();
        return batches.run(streams.read(context, TrafficClass.MESSAGE), tenant);
    }
}
