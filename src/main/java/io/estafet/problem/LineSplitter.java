package io.estafet.problem;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits a stream of buffers into lines, which end with LF or CRLF. Holds at most one line; of a line that is too long
 * it keeps only that fact. Blank lines are counted and left out. Used by one request.
 */
public final class LineSplitter {

    private final int maxBytes;
    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
    private boolean tooLong;
    private long number;

    LineSplitter(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The lines of a body, those of one read together. Fails with 400 for a body without a byte. */
    public static Multi<List<Line>> lines(Multi<Buffer> body, int maxBytes) {
        LineSplitter splitter = new LineSplitter(maxBytes);
        Multi<Buffer> required = body.onCompletion()
                .ifEmpty()
                .failWith(() -> ProblemException.of(Code.MALFORMED_JSON, "there is no body"));
        return Multi.createBy()
                .concatenating()
                .streams(required.map(splitter::feed), Multi.createFrom().item(splitter::end));
    }

    List<Line> feed(Buffer buffer) {
        List<Line> lines = new ArrayList<>();
        byte[] bytes = buffer.getBytes();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                keep(bytes, start, i);
                cut(lines);
                start = i + 1;
            }
        }
        keep(bytes, start, bytes.length);
        return lines;
    }

    /** What follows the end of the last line. */
    List<Line> end() {
        List<Line> lines = new ArrayList<>();
        cut(lines);
        return lines;
    }

    private void keep(byte[] bytes, int from, int to) {
        // One byte more is allowed: it may be the CR of the line's end.
        if (tooLong || rest.size() + to - from > maxBytes + 1) {
            tooLong = true;
            rest.reset();
        } else {
            rest.write(bytes, from, to - from);
        }
    }

    private void cut(List<Line> lines) {
        number++;
        byte[] bytes = withoutCarriageReturn(rest.toByteArray());
        tooLong |= bytes.length > maxBytes;
        if (tooLong || !isBlank(bytes)) {
            lines.add(new Line(number, bytes, tooLong));
        }
        rest.reset();
        tooLong = false;
    }

    private static byte[] withoutCarriageReturn(byte[] line) {
        boolean ends = line.length > 0 && line[line.length - 1] == '\r';
        return ends ? Arrays.copyOf(line, line.length - 1) : line;
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte each : bytes) {
            if (each != ' ' && each != '\r' && each != '\t') {
                return false;
            }
        }
        return true;
    }

    /** @param number from 1 */
    public record Line(long number, byte[] bytes, boolean tooLong) {}
}
