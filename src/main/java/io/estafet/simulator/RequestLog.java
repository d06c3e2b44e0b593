package io.estafet.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
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
 * unlike the books, the last of them may be lost with the process.
 */
final class RequestLog implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path file;
    private final boolean temporary;
    private final FileChannel channel;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(BUFFER_BYTES * 2);

    private RequestLog(Path file, boolean temporary) throws IOException {
        this.file = file;
        this.temporary = temporary;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    static RequestLog in(@Nullable Path directory) throws IOException {
        if (directory == null) {
            return new RequestLog(Files.createTempFile("estafet-simulator", ".ndjson"), true);
        }
        return new RequestLog(directory.resolve("log.ndjson"), false);
    }

    /** What is told of one request; null fields are left out. {@code httpStatus} 0: no answer was given. */
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

    void write(Line line) {
        try (JsonGenerator json = Json.MAPPER.createGenerator(buffer)) {
            json.writeStartObject();
            json.writeStringField("at", line.at().toString());
            json.writeStringField("number", line.number());
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

    void stream(HttpServerResponse response) {
        flush();
        response.putHeader("content-type", "application/x-ndjson");
        long length;
        try {
            length = channel.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (length == 0) {
            response.end();
        } else {
            response.sendFile(file.toString(), 0, length);
        }
    }

    void clear() {
        buffer.reset();
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
        ByteBuffer bytes = ByteBuffer.wrap(buffer.toByteArray());
        buffer.reset();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void text(JsonGenerator json, String field, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(field, wellFormed(value));
        }
    }

    /** Half a surrogate pair, which JSON can carry and UTF-8 cannot, becomes a question mark. */
    private static String wellFormed(String value) {
        return UTF_8.newEncoder().canEncode(value) ? value : new String(value.getBytes(UTF_8), UTF_8);
    }
}
