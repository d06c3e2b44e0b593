package io.estafet.intake.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.estafet.access.Caller;
import io.estafet.http.LineStreams;
import io.estafet.http.TrafficClass;
import io.estafet.intake.IncomingMessage;
import io.estafet.intake.Intake;
import io.estafet.intake.IntakeResult;
import io.estafet.intake.RawMessage;
import io.estafet.intake.RequestParser;
import io.estafet.intake.Source;
import io.estafet.message.TenantId;
import io.estafet.problem.LineSplitter;
import io.estafet.problem.LineSplitter.Line;
import io.estafet.problem.Problem;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Accepts any number of messages, one a line, and answers line by line while it reads. The lines of one read are
 * committed together, and answered before more is read, so that neither a slow database nor a slow reader of the
 * answers lets anything pile up. A bad line affects nothing but itself.
 */
@Path("/v1/messages/batch")
@Singleton
public final class BatchResource {

    private static final String LINES = "application/x-ndjson";

    /** The most lines that are committed together. */
    private static final int MOST = 256;

    private final Caller caller;
    private final LineStreams streams;
    private final Intake intake;

    BatchResource(Caller caller, LineStreams streams, Intake intake) {
        this.caller = caller;
        this.streams = streams;
        this.intake = intake;
    }

    /**
     * The answer to one line: an id and its state, or a problem.
     *
     * @param line counted from 1; blank lines count and are not answered
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LineAnswer(
            long line,
            @Nullable String id,
            @Nullable String state,
            @Nullable Problem problem) {

        static LineAnswer of(long line, IntakeResult result) {
            return result.match(
                    accepted -> new LineAnswer(
                            line, accepted.id().toString(), accepted.state().word(), null),
                    refused -> new LineAnswer(line, null, null, IntakeProblems.of(refused.refusal())),
                    unavailable -> new LineAnswer(line, null, null, IntakeProblems.of(unavailable)));
        }
    }

    @POST
    @Authenticated
    @Consumes(LINES)
    @Produces(LINES)
    public Multi<LineAnswer> accept(@Context RoutingContext context) {
        TenantId tenant = caller.tenant();
        return LineSplitter.lines(streams.read(context, TrafficClass.MESSAGE), RequestParser.MAX_BYTES)
                .onItem()
                .transformToMultiAndConcatenate(lines -> inParts(lines, tenant))
                .onItem()
                .<LineAnswer>disjoint();
    }

    private Multi<List<LineAnswer>> inParts(List<Line> lines, TenantId tenant) {
        return Multi.createFrom()
                .iterable(lines)
                .group()
                .intoLists()
                .of(MOST)
                .onItem()
                .transformToUniAndConcatenate(part -> accept(part, tenant));
    }

    private Uni<List<LineAnswer>> accept(List<Line> lines, TenantId tenant) {
        List<RawMessage> messages = lines.stream()
                .map(line -> new RawMessage(
                        line.bytes(), line.tooLong(), request -> IncomingMessage.of(Source.BATCH, tenant, request)))
                .toList();
        return intake.accept(Source.BATCH, messages).map(results -> answers(lines, results));
    }

    private static List<LineAnswer> answers(List<Line> lines, List<IntakeResult> results) {
        List<LineAnswer> answers = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            answers.add(LineAnswer.of(lines.get(i).number(), results.get(i)));
        }
        return answers;
    }
}
