package io.estafet.testing;

import io.estafet.embedded.RedisServer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One plain question to a Redis, without a client library in between. */
public final class Redis {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private Redis() {}

    /**
     * Sends one inline command on a connection of its own and returns its answer: a status, error or integer with its
     * leading sign, the content of a string, {@code $-1} for none, {@code timeout} when nothing came within 1 s.
     */
    public static String ask(RedisServer server, String command) {
        try (Socket socket = new Socket(server.host(), server.port())) {
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String line = answer.readLine();
            return line.startsWith("$") && !line.equals("$-1") ? answer.readLine() : line;
        } catch (SocketTimeoutException e) {
            return "timeout";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
