package io.estafet.testing;

import io.estafet.embedded.RedisServer;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;

/** One plain question to a Redis, without a client library in between. */
public final class Redis {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A busy disk may hold Redis up for seconds, and whether a push without an answer is in the list is not known. */
    private static final Duration PUSH_PATIENCE = Duration.ofSeconds(30);

    private Redis() {}

    /**
     * Sends one inline command on a connection of its own and returns its answer: a status, error or integer with its
     * leading sign, the content of a string, the items of a list with spaces between, {@code $-1} for none,
     * {@code timeout} when nothing came within 5 s.
     */
    public static String ask(RedisServer server, String command) {
        return asked(server.host(), server.port(), command + "\r\n", Redis::read);
    }

    /** Pushes any text to a list, as another program would. */
    public static void push(RedisServer server, String list, String entry) {
        StringBuilder command = new StringBuilder("*3\r\n");
        for (String part : List.of("RPUSH", list, entry)) {
            int length = part.getBytes(StandardCharsets.UTF_8).length;
            command.append("$%d\r\n".formatted(length)).append(part).append("\r\n");
        }
        String answer = asked(server.host(), server.port(), command.toString(), PUSH_PATIENCE, Redis::read);
        if (!answer.startsWith(":")) {
            throw new IllegalStateException("not pushed: " + answer);
        }
    }

    /** The whole content of a string of many lines, such as {@code INFO} answers. */
    public static String text(RedisServer server, String command) {
        return text(server.host(), server.port(), command);
    }

    static String text(String host, int port, String command) {
        return asked(host, port, command + "\r\n", answer -> {
            String length = line(answer);
            char[] text = new char[length.startsWith("$") ? Integer.parseInt(length.substring(1)) : 0];
            for (int at = 0; at < text.length; ) {
                int read = answer.read(text, at, text.length - at);
                if (read < 0) {
                    throw new EOFException("cut off");
                }
                at += read;
            }
            return new String(text);
        });
    }

    private interface Reading {
        String read(BufferedReader answer) throws IOException;
    }

    private static String asked(String host, int port, String command, Reading reading) {
        return asked(host, port, command, PATIENCE, reading);
    }

    private static String asked(String host, int port, String command, Duration patience, Reading reading) {
        try (Socket socket = new Socket(host, port)) {
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            socket.getOutputStream().write(command.getBytes(StandardCharsets.UTF_8));
            var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            return reading.read(answer);
        } catch (SocketTimeoutException e) {
            return "timeout";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(BufferedReader answer) throws IOException {
        String line = line(answer);
        if (line.startsWith("*")) {
            StringJoiner items = new StringJoiner(" ");
            for (int i = Integer.parseInt(line.substring(1)); i > 0; i--) {
                items.add(read(answer));
            }
            return items.toString();
        }
        return line.startsWith("$") && !line.equals("$-1") ? line(answer) : line;
    }

    private static String line(BufferedReader answer) throws IOException {
        String line = answer.readLine();
        if (line == null) {
            throw new EOFException("cut off");
        }
        return line;
    }
}
