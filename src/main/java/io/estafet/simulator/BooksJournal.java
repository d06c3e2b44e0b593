package io.estafet.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The books on disk: one JSON array per line, appended before the answer goes out. The line is in the page cache by
 * then, so it survives the end of this process, but not a crash of the machine. At each start the replayed books are
 * written anew, so the size of the file follows what is remembered, not what has happened.
 */
final class BooksJournal implements AutoCloseable {
    /** For books that are not kept on disk. */
    static final BooksJournal NONE = new BooksJournal(null, null);

    private static final String NAME = "books.ndjson";
    private static final int CHUNK_BYTES = 1 << 20;

    private final @Nullable FileChannel channel;
    private final @Nullable FileChannel lock;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    private boolean gathering;

    private BooksJournal(@Nullable FileChannel channel, @Nullable FileChannel lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Opens the journal of {@code directory}: passes every line in it to {@code replay}, then lets {@code snapshot}
     * write the state into a new file, which replaces the old one.
     */
    static BooksJournal open(Path directory, Consumer<JsonNode> replay, Consumer<BooksJournal> snapshot)
            throws IOException {
        Files.createDirectories(directory);
        FileChannel lock =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            lock.close();
            throw new IOException("another simulator keeps its books in " + directory);
        }
        Path file = directory.resolve(NAME);
        if (Files.exists(file)) {
            replay(file, replay);
        }
        Path fresh = directory.resolve(NAME + ".new");
        FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        BooksJournal journal = new BooksJournal(channel, lock);
        journal.gathering = true;
        snapshot.accept(journal);
        journal.gathering = false;
        journal.flush();
        channel.force(true);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return journal;
    }

    /** Appends one line: {@code kind} and the fields. */
    void append(String kind, @Nullable Object... fields) {
        if (channel == null) {
            return;
        }
        try (JsonGenerator json = Json.MAPPER.createGenerator(line)) {
            json.writeStartArray();
            json.writeString(kind);
            for (Object field : fields) {
                json.writePOJO(field);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        line.write('\n');
        if (!gathering || line.size() > CHUNK_BYTES) {
            flush();
        }
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void flush() {
        if (channel == null) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(line.toByteArray());
        line.reset();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void replay(Path file, Consumer<JsonNode> replay) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                JsonNode parsed;
                try {
                    parsed = Json.MAPPER.readTree(text);
                } catch (JsonProcessingException e) {
                    // A line cut off by the end of the process was never answered. A broken line in the middle is
                    // damage.
                    if (lines.readLine() == null) {
                        return;
                    }
                    throw new IOException("damaged books in " + file, e);
                }
                replay.accept(parsed);
            }
        }
    }
}
