package io.estafet.intake.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.estafet.intake.IncomingMessage;
import io.estafet.intake.Intake;
import io.estafet.intake.IntakeMeters;
import io.estafet.intake.IntakeResult;
import io.estafet.intake.ParsedMessage;
import io.estafet.intake.Parsing;
import io.estafet.intake.Refusal;
import io.estafet.intake.RequestParser;
import io.estafet.intake.Source;
import io.estafet.message.TenantId;
import io.estafet.problem.LineSplitter;
import io.estafet.problem.LineSplitter.Line;
import io.estafet.problem.Problem;
import io.estafet.problem.StreamedBody;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Accepts lines as they arrive. The lines of one read are committed together, and answered before more is read, so that
 * neither a slow database nor a slow reader of the answers lets anything pile up. A bad line affects nothing but
 * itself.
 */
@Singleton
final class BatchIntake {

    /** The most lines that are committed together. */
    private static final int MOST = 256;

    private final Intake intake;
    private final IntakeMeters meters;

    BatchIntake(Intake intake, IntakeMeters meters) {
        this.intake = intake;
        this.meters = meters;
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

    Multi<LineAnswer> run(Multi<Buffer> body, TenantId tenant) {
        LineSplitter splitter = new LineSplitter(RequestParser.MAX_BYTES);
        Multi<List<Line>> cut = StreamedBody.required(body).map(splitter::feed);
        Multi<List<Line>> last = Multi.createFrom().item(splitter::end);
        return Multi.createBy()
                .concatenating()
                .streams(cut, last)
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
        List<Read> reads = lines.stream().map(this::read).toList();
        List<IncomingMessage> messages = reads.stream()
                .flatMap(read -> read.request().stream())
                .map(request -> IncomingMessage.of(Source.BATCH, tenant, request))
                .toList();
        return intake.accept(messages).map(results -> answers(reads, results));
    }

    private Read read(Line line) {
        Parsing parsing = line.tooLong()
                ? new Parsing.Refused(RequestParser.tooLarge())
                : RequestParser.parse(Source.BATCH, line.bytes());
        return parsing.match(
                request -> new Read(line.number(), Optional.of(request), Optional.empty()),
                refusal -> refused(line.number(), refusal));
    }

    private Read refused(long line, Refusal refusal) {
        meters.refused(Source.BATCH, refusal.code());
        return new Read(line, Optional.empty(), Optional.of(refusal));
    }

    private static List<LineAnswer> answers(List<Read> reads, List<IntakeResult> results) {
        List<LineAnswer> answers = new ArrayList<>(reads.size());
        int next = 0;
        for (Read read : reads) {
            IntakeResult result = read.refusal().isPresent()
                    ? new IntakeResult.Refused(read.refusal().get())
                    : results.get(next++);
            answers.add(LineAnswer.of(read.line(), result));
        }
        return answers;
    }

    /** A line that was read: a message or what is wrong with it. */
    private record Read(long line, Optional<ParsedMessage> request, Optional<Refusal> refusal) {}
}
