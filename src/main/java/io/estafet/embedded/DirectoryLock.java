package io.estafet.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Allows one program per directory. The system frees the lock however the program ends; the file itself stays. Within
 * the program a system property says that the directory is locked. A field cannot do that, because class loaders do not
 * share fields. A second lock attempt cannot either: a second channel on the file, opened and closed, would free the
 * first one's lock.
 */
final class DirectoryLock implements AutoCloseable {
    private static final int LONGEST_HOLDER = 32;

    private final FileChannel channel;
    private final String property;

    private DirectoryLock(FileChannel channel, String property) {
        this.channel = channel;
        this.property = property;
    }

    /**
     * Locks the directory; null when this program has locked it already.
     *
     * @throws EmbeddedException when another program has locked it
     */
    static @Nullable DirectoryLock take(Path directory) {
        String property = "estafet.embedded.held." + directory;
        if (System.getProperties().putIfAbsent(property, "true") != null) {
            return null;
        }
        try {
            return new DirectoryLock(locked(directory), property);
        } catch (IOException e) {
            System.clearProperty(property);
            throw new UncheckedIOException("Cannot lock " + directory + ": is it ours to write?", e);
        } catch (RuntimeException e) {
            System.clearProperty(property);
            throw e;
        }
    }

    private static FileChannel locked(Path directory) throws IOException {
        Path file = directory.resolve("lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw new EmbeddedException("The embedded server in " + directory + " belongs to another program"
                    + holder(file) + ". End that program, or choose another directory with"
                    + " -Destafet.embedded.directory=...");
        }
        byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
        return channel;
    }

    boolean held() {
        return channel.isOpen();
    }

    private static String holder(Path file) throws IOException {
        byte[] pid = Files.readAllBytes(file);
        return pid.length == 0 || pid.length > LONGEST_HOLDER
                ? ""
                : " (process " + new String(pid, StandardCharsets.US_ASCII) + ")";
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            System.clearProperty(property);
        }
    }
}
