package io.estafet.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One NDJSON line per request, kept in a file so that a long load test costs no memory. Lines wait in a small buffer:
 * unlike with the books, the last of them may be lost with the process.
 */
final class RequestLog implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;
    /** Room for a million lines and more. Beyond it nothing is written until the log is emptied. */
    private static final long MOST_BYTES = 512L << 20;

    private static final int MOST_READERS = 8;
    private static final int MOST_CHARACTERS = 512;

    private final Path file;
    private final boolean temporary;
    private final FileChannel channel;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(BUFFER_BYTES * 2);
    private long bytes;
    private long dropped;
    private int readers;

    private RequestLog(Path file, boolean temporary) throws IOException {
        this.file = file;
        this.temporary = temporary;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        this.bytes = channel.size();
    }

    static RequestLog in(@Nullable Path directory) throws IOException {
        if (directory == null) {
            return new RequestLog(Files.createTempFile("estafet-simulator", ".ndjson"), true);
        }
        return new RequestLog(directory.resolve("log.ndjson"), false);
    }

    /**
     * What is logged of one request; null fields are left out. An {@code httpStatus} of 0 means that no answer was
     * given.
     */
    record Line(
            Instant at,
            String number,
            @Nullable String person,
            @Nullable String type,
            @Nullable String template,
            @Nullable String callback,
            int httpStatus,
            int code,
            @Nullable String wamid,
            @Nullable String fault) {}

    /** Lines that were dropped because the log was full, since it was last emptied. */
    long dropped() {
        return dropped;
    }

    void write(Line line) {
        if (bytes + buffer.size() >= MOST_BYTES) {
            dropped++;
            return;
        }
        try (JsonGenerator json = Json.MAPPER.createGenerator(buffer)) {
            json.writeStartObject();
            json.writeStringField("at", line.at().toString());
            text(json, "number", line.number());
            text(json, "person", line.person());
            text(json, "type", line.type());
            text(json, "template", line.template());
            text(json, "callback", line.callback());
            json.writeNumberField("answer", line.httpStatus());
            if (line.code() >= 0) {
                json.writeNumberField("code", line.code());
            }
            text(json, "wamid", line.wamid());
            text(json, "fault", line.fault());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        buffer.write('\n');
        if (buffer.size() >= BUFFER_BYTES) {
            flush();
        }
    }

    /** False when the most readers allowed at once are reading the log. */
    boolean stream(HttpServerResponse response) {
        if (readers == MOST_READERS) {
            return false;
        }
        flush();
        response.putHeader("content-type", "application/x-ndjson");
        if (bytes == 0) {
            response.end();
        } else {
            Future<Void> sending = response.sendFile(file.toString(), 0, bytes);
            readers++;
            sending.onComplete(sent -> readers--);
        }
        return true;
    }

    void clear() {
        buffer.reset();
        bytes = 0;
        dropped = 0;
        try {
            channel.truncate(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        flush();
        try {
            channel.close();
            if (temporary) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void flush() {
        ByteBuffer lines = ByteBuffer.wrap(buffer.toByteArray());
        buffer.reset();
        bytes += lines.remaining();
        try {
            while (lines.hasRemaining()) {
                channel.write(lines);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void text(JsonGenerator json, String field, @Nullable String value) throws IOException {
        if (value != null) {
            String cut = value.length() <= MOST_CHARACTERS ? value : value.substring(0, MOST_CHARACTERS);
            json.writeStringField(field, wellFormed(cut));
        }
    }

    /** An unpaired surrogate, which JSON can carry and UTF-8 cannot, becomes a question mark. */
    private static String wellFormed(String value) {
        return UTF_8.newEncoder().canEncode(value) ? value : new String(value.getBytes(UTF_8), UTF_8);
    }
}
