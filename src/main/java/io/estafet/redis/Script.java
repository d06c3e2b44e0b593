package io.estafet.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A Lua script from {@code lua/<package>/<verb_noun>.lua} and the digest under which Redis keeps it. */
public record Script(String name, String source, String sha1) {

    /** @throws IllegalArgumentException when there is no such script */
    public static Script load(String name) {
        String path = "lua/" + name + ".lua";
        try (InputStream in = Script.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException("no script " + path);
            }
            String source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return of(name, source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A script that is not a resource of ours. */
    public static Script of(String name, String source) {
        return new Script(name, source, sha1(source));
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
