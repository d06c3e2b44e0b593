package io.estafet.intake.rest;

import io.estafet.access.Caller;
import io.estafet.http.LargeAnswer;
import io.estafet.http.MaxBody;
import io.estafet.http.TrafficClass;
import io.estafet.intake.Intake;
import io.estafet.intake.IntakeResult;
import io.estafet.intake.InterventionService;
import io.estafet.intake.RequestParser;
import io.estafet.journal.Interventions.Cancellation;
import io.estafet.journal.MessageReader;
import io.estafet.journal.MessageView;
import io.estafet.message.MessageId;
import io.estafet.message.TenantId;
import io.estafet.problem.Code;
import io.estafet.problem.ProblemException;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;

/** One message: accepting, reading, cancelling; and the list of them. */
@Path("/v1/messages")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class MessageResource {

    private static final String KEY = "Idempotency-Key";

    private final Caller caller;
    private final Intake intake;
    private final MessageReader reader;
    private final InterventionService interventions;
    private final WaitExplainer explainer;
    private final ListQuery lists;

    MessageResource(
            Caller caller,
            Intake intake,
            MessageReader reader,
            InterventionService interventions,
            WaitExplainer explainer,
            ListQuery lists) {
        this.caller = caller;
        this.intake = intake;
        this.reader = reader;
        this.interventions = interventions;
        this.explainer = explainer;
        this.lists = lists;
    }

    /** The answer for an accepted message. */
    public record Receipt(String id, String state) {}

    @POST
    @Authenticated
    @Consumes(MediaType.APPLICATION_JSON)
    @MaxBody(value = RequestParser.MAX_BYTES, traffic = TrafficClass.MESSAGE)
    public Uni<Response> accept(byte[] body, @Context HttpServerRequest http) {
        // Not a parameter of its own: an empty header would arrive as none, and its caller would believe that a key was
        // used.
        Optional<String> key = Optional.ofNullable(http.getHeader(KEY));
        return intake.accept(caller.tenant(), body, key).map(MessageResource::response);
    }

    private static Response response(IntakeResult result) {
        return result.match(
                accepted -> Response.accepted(new Receipt(
                                accepted.id().toString(), accepted.state().word()))
                        .location(URI.create("/v1/messages/" + accepted.id()))
                        .build(),
                refused -> IntakeProblems.of(refused.refusal()).toResponse().build(),
                IntakeProblems::response);
    }

    @GET
    @Authenticated
    @LargeAnswer
    public Uni<MessagePage> list(@BeanParam ListParameters parameters) {
        ListQuery.Query query = lists.read(parameters, caller.tenant());
        return Patience.reading(lists.run(query, explainer));
    }

    @GET
    @Path("/{id}")
    @Authenticated
    public Uni<MessageAnswer> get(@PathParam("id") String id) {
        return existing(caller.tenant(), id)
                .chain(explainer::explain)
                .map(explained -> MessageAnswer.of(explained, true));
    }

    @DELETE
    @Path("/{id}")
    @Authenticated
    public Uni<MessageAnswer> cancel(@PathParam("id") String id) {
        TenantId tenant = caller.tenant();
        return existing(tenant, id)
                .chain(message -> Patience.changing(interventions.cancel(message)))
                .invoke(MessageResource::requireCancelled)
                .chain(done -> existing(tenant, id))
                .map(message -> MessageAnswer.of(message, true));
    }

    private static void requireCancelled(Cancellation answer) {
        if (!answer.cancelled()) {
            String state = answer.state().map(now -> now.word()).orElse("gone");
            throw ProblemException.of(Code.CONFLICT, "too late: the message is " + state);
        }
    }

    private Uni<MessageView> existing(TenantId tenant, String id) {
        return Patience.reading(reader.find(tenant, ProblemException.orNotFound(id, MessageId::parse)))
                .map(found -> found.orElseThrow(ProblemException::notFound));
    }
}
