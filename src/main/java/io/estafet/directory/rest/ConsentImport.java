package io.estafet.directory.rest;

import io.estafet.directory.ConsentChange;
import io.estafet.directory.Consents;
import io.estafet.json.Fields;
import io.estafet.json.JsonException;
import io.estafet.message.TenantId;
import io.estafet.problem.Code;
import io.estafet.problem.LineSplitter;
import io.estafet.problem.LineSplitter.Line;
import io.estafet.problem.Problem;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Imports consents line by line as they arrive: a batch is committed before the next is read, so that a slow database
 * slows the caller. A bad line is refused; the other lines are not affected.
 */
@Singleton
record ConsentImport(ConsentForm form, Consents consents) {

    private static final int MAX_LINE_BYTES = 16 << 10;
    private static final int BATCH = 500;

    /** The most refused lines that are reported; all of them are counted. */
    private static final int MAX_TOLD = 1000;

    Uni<Summary> run(Multi<Buffer> body, TenantId tenant) {
        Counts counts = new Counts();
        return LineSplitter.lines(body, MAX_LINE_BYTES)
                .onItem()
                .<Line>disjoint()
                .map(line -> read(line, tenant, counts))
                .group()
                .intoLists()
                .of(BATCH)
                .onItem()
                .transformToUniAndConcatenate(lines -> put(lines, counts))
                .collect()
                .last()
                .map(done -> counts.summary());
    }

    private Optional<ConsentChange> read(Line line, TenantId tenant, Counts counts) {
        if (line.tooLong()) {
            String most = "a line has at most " + MAX_LINE_BYTES + " bytes";
            counts.refuse(line.number(), Problem.of(Code.TOO_LARGE, most, List.of()));
            return Optional.empty();
        }
        try {
            return Optional.of(form.read(Fields.read(line.bytes()), tenant));
        } catch (JsonException e) {
            counts.refuse(line.number(), Problem.of(e));
            return Optional.empty();
        }
    }

    private Uni<Void> put(List<Optional<ConsentChange>> lines, Counts counts) {
        List<ConsentChange> changes = lines.stream().flatMap(Optional::stream).toList();
        return consents.put(changes).invoke(() -> counts.accepted += changes.size());
    }

    /** @param errors the first of the refused lines */
    record Summary(long accepted, long refused, List<Refusal> errors) {}

    /** @param line from 1 */
    record Refusal(long line, Problem problem) {}

    /** Counts of one import, which runs one step at a time. */
    private static final class Counts {
        private long accepted;
        private long refused;
        private final List<Refusal> errors = new ArrayList<>();

        void refuse(long line, Problem problem) {
            refused++;
            if (errors.size() < MAX_TOLD) {
                errors.add(new Refusal(line, problem));
            }
        }

        Summary summary() {
            return new Summary(accepted, refused, errors);
        }
    }
}
