package io.estafet.intake.rest;

import io.estafet.access.Caller;
import io.estafet.http.MaxBody;
import io.estafet.http.TrafficClass;
import io.estafet.intake.IntakeConfig;
import io.estafet.intake.InterventionService;
import io.estafet.intake.InterventionService.Redriven;
import io.estafet.intake.InterventionService.Wish;
import io.estafet.intake.RequestParser;
import io.estafet.journal.Interventions.Redrive;
import io.estafet.journal.MessageReader;
import io.estafet.json.Fields;
import io.estafet.json.Texts;
import io.estafet.message.MessageId;
import io.estafet.message.TenantId;
import io.estafet.problem.Code;
import io.estafet.problem.ProblemException;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts messages that failed or expired back into the queue, one message or all that a filter matches. */
@Path("/v1/messages")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class RedriveResource {

    private final Caller caller;
    private final InterventionService interventions;
    private final MessageReader reader;
    private final ListQuery lists;
    private final IntakeConfig config;
    private final InstantSource clock;

    RedriveResource(
            Caller caller,
            InterventionService interventions,
            MessageReader reader,
            ListQuery lists,
            IntakeConfig config,
            InstantSource clock) {
        this.caller = caller;
        this.interventions = interventions;
        this.reader = reader;
        this.lists = lists;
        this.config = config;
        this.clock = clock;
    }

    /**
     * A page of a redrive of many messages.
     *
     * @param skipped messages that matched and could not be put back
     * @param next the cursor of the next page; null at the end
     */
    public record Summary(
            int redriven, int skipped, @Nullable String next) {}

    @POST
    @Path("/{id}/redrive")
    @Authenticated
    @MaxBody(value = RequestParser.MAX_BYTES, traffic = TrafficClass.MESSAGE)
    public Uni<MessageAnswer> one(@PathParam("id") String id, byte[] body) {
        TenantId tenant = caller.tenant();
        return Patience.changing(
                        interventions.redrive(tenant, ProblemException.orNotFound(id, MessageId::parse), wish(body)))
                .invoke(RedriveResource::requirePutBack)
                .chain(done -> Patience.reading(reader.find(tenant, ProblemException.orNotFound(id, MessageId::parse))))
                .map(found -> MessageAnswer.of(found.orElseThrow(ProblemException::notFound), true));
    }

    @POST
    @Path("/redrive")
    @Authenticated
    @MaxBody(value = RequestParser.MAX_BYTES, traffic = TrafficClass.MESSAGE)
    public Uni<Summary> many(@BeanParam ListParameters parameters, byte[] body) {
        ListQuery.Query query = lists.read(parameters, caller.tenant());
        Wish wish = wish(body);
        if (query.isUnfiltered()) {
            throw ProblemException.of(Code.INVALID, "the query must name what to send again");
        }
        return lists.filter(query)
                .chain(filter -> filter.map(known ->
                                interventions.redrive(query.tenant(), known, query.before(), query.limit(), wish))
                        .orElseGet(() -> Uni.createFrom().item(new Redriven(0, 0, Optional.empty()))))
                .map(done -> new Summary(
                        done.redriven(),
                        done.skipped(),
                        done.next().map(id -> id.toString()).orElse(null)));
    }

    private static void requirePutBack(Redrive answer) {
        switch (answer.answer()) {
            case PUT_BACK -> {}
            case NO_SUCH_MESSAGE -> throw ProblemException.notFound();
            case ERASED ->
                throw ProblemException.of(
                        Code.CONFLICT, "the person was erased: what the message said, and to whom, is gone");
            case NOT_AT_ITS_END ->
                throw ProblemException.of(
                        Code.CONFLICT,
                        "the message is "
                                + answer.state().map(now -> now.word()).orElse("gone"));
            case NUMBER_MOVED ->
                throw ProblemException.of(
                        Code.CONFLICT, "its number is in another portfolio now: hand the message over anew");
            case NEEDS_EXPIRY -> throw ProblemException.invalid("/expiresAt", "is required: the old one has passed");
            case NEEDS_FORCE ->
                throw ProblemException.invalid("/force", "must be true: the message may have been sent");
        }
    }

    private Wish wish(byte[] body) {
        if (body.length == 0) {
            return new Wish(Optional.empty(), false);
        }
        Fields fields = Fields.read(body);
        var expiresAt = fields.text("expiresAt", text -> expiry(Texts.instant(text)));
        boolean force = fields.flag("force").orElse(false);
        fields.end();
        return new Wish(expiresAt, force);
    }

    /**
     * Checks an expiry. It has the bounds of a new message's expiry, because the journal keeps the days of open
     * messages.
     */
    private Instant expiry(Instant expiry) {
        Instant now = clock.instant();
        if (!expiry.isAfter(now)) {
            throw new IllegalArgumentException("must be after now");
        }
        if (expiry.isAfter(now.plus(config.maxLife()))) {
            throw new IllegalArgumentException(
                    "is more than " + config.maxLife().toDays() + " days ahead");
        }
        return expiry;
    }
}
