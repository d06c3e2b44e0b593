package io.estafet.directory.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.estafet.access.Caller;
import io.estafet.directory.ConsentChange;
import io.estafet.directory.Consents;
import io.estafet.http.LineStreams;
import io.estafet.http.MaxBody;
import io.estafet.http.TrafficClass;
import io.estafet.json.Fields;
import io.estafet.json.Flaw;
import io.estafet.json.JsonException;
import io.estafet.json.StrictJson;
import io.estafet.message.PortfolioId;
import io.estafet.message.TenantId;
import io.estafet.problem.Code;
import io.estafet.problem.ProblemException;
import io.estafet.recipient.Address;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Consents. */
@Path("/v1/consents")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class ConsentResource {

    private final Caller caller;
    private final Consents consents;
    private final ConsentForm form;
    private final ConsentImport lines;
    private final LineStreams streams;
    private final OwnPortfolios portfolios;

    ConsentResource(
            Caller caller,
            Consents consents,
            ConsentForm form,
            ConsentImport lines,
            LineStreams streams,
            OwnPortfolios portfolios) {
        this.caller = caller;
        this.consents = consents;
        this.form = form;
        this.lines = lines;
        this.streams = streams;
        this.portfolios = portfolios;
    }

    /** Records all of the changes or, when one is invalid, none. */
    @PUT
    @Authenticated
    @Consumes(MediaType.APPLICATION_JSON)
    @MaxBody(value = DirectoryResponses.MAX_BODY, traffic = TrafficClass.DIRECTORY)
    public Uni<Map<String, Integer>> put(byte[] body) {
        List<ConsentChange> changes = read(StrictJson.read(body), caller.tenant());
        return consents.put(changes).map(done -> Map.of("accepted", changes.size()));
    }

    private List<ConsentChange> read(JsonNode array, TenantId tenant) {
        if (!array.isArray()) {
            throw ProblemException.invalid("", "must be an array");
        }
        if (array.size() > Consents.MAX_CHANGES) {
            throw ProblemException.of(
                    Code.TOO_LARGE, "at most " + Consents.MAX_CHANGES + " changes; more go to /v1/consents/import");
        }
        List<ConsentChange> changes = new ArrayList<>();
        List<Flaw> flaws = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            try {
                changes.add(form.read(Fields.of(array.get(i), i), tenant));
            } catch (JsonException e) {
                flaws.addAll(e.flaws());
            }
        }
        if (!flaws.isEmpty()) {
            throw JsonException.invalid(flaws);
        }
        return changes;
    }

    @POST
    @Path("/import")
    @Authenticated
    @Consumes("application/x-ndjson")
    public Uni<ConsentImport.Summary> importLines(@Context RoutingContext context) {
        return lines.run(streams.read(context, TrafficClass.DIRECTORY), caller.tenant());
    }

    @GET
    @Path("/{to}")
    @Authenticated
    public Uni<ConsentView> get(@PathParam("to") String to, @QueryParam("portfolio") @Nullable String portfolio) {
        PortfolioId own = portfolios.required(portfolio, caller.tenant());
        Address address = ProblemException.orNotFound(to, Address::parse);
        return ConsentView.read(consents, own, address);
    }
}
