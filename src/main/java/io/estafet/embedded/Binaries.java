package io.estafet.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Unpacks the servers' binaries from the class path, once per content: into the user's cache, or beside the data where
 * there is no cache to write to. Two programs may unpack at once: neither ever sees a half-unpacked directory.
 */
final class Binaries {
    static final String REDIS_VERSION = "7.0.15";
    private static final String CACHE_PROPERTY = "estafet.embedded.cache";

    private final Path root;

    private Binaries(Path root) {
        this.root = root;
    }

    /** In the user's cache, or in {@code fallback} when there is none. */
    static Binaries cached(Path fallback) {
        return new Binaries(userCache().filter(Binaries::usable).orElse(fallback));
    }

    /** In {@code root} alone. */
    static Binaries in(Path root) {
        return new Binaries(root);
    }

    /** The Redis server's executable. */
    Path redisServer(Platform platform) {
        return unpacked(platform.redisResource(), "redis-" + REDIS_VERSION, Binaries::copyExecutable)
                .resolve("redis-server");
    }

    /** The directory of the PostgreSQL installation, with {@code bin}, {@code lib} and {@code share}. */
    Path postgresHome(Platform platform) {
        return unpacked(platform.postgresResource(), "postgres", TarXz::unpack);
    }

    private interface Unpacking {
        void unpack(InputStream from, Path into) throws IOException;
    }

    private Path unpacked(String resource, String name, Unpacking unpacking) {
        try {
            Path home = root.resolve(name + "-" + digest(resource));
            if (!Files.isDirectory(home)) {
                Files.createDirectories(root);
                Path partial = Files.createTempDirectory(root, name + ".partial-");
                try (InputStream content = open(resource)) {
                    unpacking.unpack(content, partial);
                }
                Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwxr-xr-x"));
                publish(partial, home);
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack " + resource + " into " + root, e);
        }
    }

    private static void publish(Path partial, Path home) throws IOException {
        try {
            Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            Trees.delete(partial);
            if (!Files.isDirectory(home)) {
                throw e;
            }
            // Another program was faster. Its content is the same, because the name holds the digest.
        }
    }

    private static void copyExecutable(InputStream from, Path into) throws IOException {
        Path executable = into.resolve("redis-server");
        Files.copy(from, executable);
        Files.setPosixFilePermissions(executable, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Identifies the content, because the PostgreSQL archive tells its version nowhere else. */
    private static String digest(String resource) throws IOException {
        try (InputStream content = open(resource);
                var digested = new DigestInputStream(content, MessageDigest.getInstance("SHA-256"))) {
            digested.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digested.getMessageDigest().digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static InputStream open(String resource) {
        ClassLoader loader = Objects.requireNonNull(Binaries.class.getClassLoader());
        InputStream content = loader.getResourceAsStream(resource);
        if (content == null) {
            throw new EmbeddedException("This build of Estafet carries no embedded servers (" + resource
                    + " is missing; the container image leaves them out). Use profile prod.");
        }
        return content;
    }

    private static Optional<Path> userCache() {
        String wanted = System.getProperty(CACHE_PROPERTY);
        String xdg = System.getenv("XDG_CACHE_HOME");
        Stream<Path> places = Stream.of(
                        Optional.ofNullable(wanted).map(Path::of),
                        Optional.ofNullable(xdg).map(Path::of).map(cache -> cache.resolve("estafet")),
                        Optional.of(Path.of(System.getProperty("user.home", ""), ".cache", "estafet")))
                .flatMap(Optional::stream);
        return places.filter(Path::isAbsolute).findFirst();
    }

    private static boolean usable(Path cache) {
        try {
            Files.createDirectories(cache);
            return Files.isWritable(cache);
        } catch (IOException e) {
            return false;
        }
    }
}
