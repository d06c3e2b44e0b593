package io.estafet.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A Lua script from {@code lua/<package>/<verb_noun>.lua} and the digest under which Redis keeps it. A line
 * {@code -- @include name} is replaced by the piece {@code lua/include/name.lua}, or by nothing when the script
 * contains the piece already. Redis cannot share functions between scripts.
 */
public record Script(String name, String source, String sha1) {

    private static final String INCLUDE = "-- @include ";

    /** @throws IllegalArgumentException when there is no such script, or a piece is missing or includes itself */
    public static Script load(String name) {
        return load(name, Script::resource);
    }

    /** @param files gives the text at a path, if there is one */
    static Script load(String name, Function<String, Optional<String>> files) {
        String text =
                files.apply(path(name)).orElseThrow(() -> new IllegalArgumentException("no script " + path(name)));
        StringBuilder source = new StringBuilder();
        splice(List.of(name), text, files, new HashSet<>(), source);
        return of(name, source.toString());
    }

    /** A script that is not one of the program's resources. */
    public static Script of(String name, String source) {
        return new Script(name, source, sha1(source));
    }

    /** @param open the names of the script and of the nested pieces down to the one whose text this is */
    private static void splice(
            List<String> open,
            String text,
            Function<String, Optional<String>> files,
            Set<String> included,
            StringBuilder into) {
        text.lines().forEach(line -> {
            if (!line.startsWith(INCLUDE)) {
                into.append(line).append('\n');
                return;
            }
            String piece = "include/" + line.substring(INCLUDE.length());
            List<String> nested = Stream.concat(open.stream(), Stream.of(piece)).toList();
            if (open.contains(piece)) {
                throw new IllegalArgumentException("pieces include each other: " + String.join(" > ", nested));
            }
            if (included.add(piece)) {
                String content = files.apply(path(piece))
                        .orElseThrow(() -> new IllegalArgumentException("no piece " + String.join(" > ", nested)));
                splice(nested, content, files, included, into);
            }
        });
    }

    private static String path(String name) {
        return "lua/" + name + ".lua";
    }

    private static Optional<String> resource(String path) {
        try (InputStream in = Script.class.getClassLoader().getResourceAsStream(path)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String source) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            return HexFormat.of().formatHex(digest.digest(source.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
