package io.estafet.upgrade;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.estafet.embedded.RedisServer;
import io.estafet.testing.Redis;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The content of a Redis as the commands that make it, one in a line, quoted as {@code redis-cli} does. The id of the
 * Redis process is replaced, so that the restored Redis is one that was loaded: as it is when only the program is
 * replaced.
 */
final class RedisDump implements AutoCloseable {

    private static final String PROCESS = "{{run_id}}";
    private static final Pattern PLAIN = Pattern.compile("[0-9A-Za-z_:{}.,;/|+-]+");

    private final Socket socket;
    private final InputStream answers;

    private RedisDump(RedisServer server) throws IOException {
        this.socket = new Socket(server.host(), server.port());
        this.answers = new BufferedInputStream(socket.getInputStream());
    }

    static String of(RedisServer server) {
        try (RedisDump dump = new RedisDump(server)) {
            return dump.commands();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fills a Redis that is empty. */
    static void restore(RedisServer server, String dump) {
        String process = process(server);
        dump.lines().map(line -> line.replace(PROCESS, process)).forEach(command -> {
            String answer = Redis.ask(server, command);
            if (answer.startsWith("-")) {
                throw new IllegalStateException(answer + " to " + command);
            }
        });
    }

    private static String process(RedisServer server) {
        return Redis.text(server, "INFO server")
                .lines()
                .filter(line -> line.startsWith("run_id:"))
                .map(line -> line.substring("run_id:".length()).strip())
                .findFirst()
                .orElseThrow();
    }

    private String commands() throws IOException {
        StringBuilder commands = new StringBuilder();
        for (String key : new TreeSet<>(ask("KEYS *"))) {
            String name = quoted(key);
            commands.append(command(key, name)).append('\n');
            String expires = ask("PEXPIRETIME " + name).get(0);
            if (!expires.startsWith("-")) {
                commands.append("PEXPIREAT %s %s\n".formatted(name, expires));
            }
        }
        return commands.toString();
    }

    private String command(String key, String name) throws IOException {
        String type = ask("TYPE " + name).get(0);
        return switch (type) {
            case "string" ->
                "SET " + name + " " + quoted(process(key, ask("GET " + name).get(0)));
            case "list" ->
                "RPUSH " + name
                        + arguments(ask("LRANGE " + name + " 0 -1").stream().map(RedisDump::quoted));
            case "set" ->
                "SADD " + name
                        + arguments(ask("SMEMBERS " + name).stream()
                                .map(RedisDump::quoted)
                                .sorted());
            case "hash" -> "HSET " + name + arguments(pairs(ask("HGETALL " + name), 0));
            case "zset" -> "ZADD " + name + arguments(pairs(ask("ZRANGE " + name + " 0 -1 WITHSCORES"), 1));
            default -> throw new IllegalStateException("no command for " + type);
        };
    }

    private static String process(String key, String value) {
        return key.endsWith(":ready") ? value.replaceFirst("^[0-9a-f]{40}", PROCESS) : value;
    }

    /** @param first which of two neighbours comes first in the command */
    private static Stream<String> pairs(List<String> items, int first) {
        return IntStream.range(0, items.size() / 2)
                .mapToObj(pair -> quoted(items.get(2 * pair + first)) + " " + quoted(items.get(2 * pair + 1 - first)))
                .sorted();
    }

    private static String arguments(Stream<String> arguments) {
        return arguments.map(argument -> " " + argument).collect(Collectors.joining());
    }

    /** @param bytes one character for each byte */
    private static String quoted(String bytes) {
        return PLAIN.matcher(bytes).matches()
                ? bytes
                : bytes.chars().mapToObj(RedisDump::escaped).collect(Collectors.joining("", "\"", "\""));
    }

    private static String escaped(int c) {
        if (c == '"' || c == '\\') {
            return "\\" + (char) c;
        }
        return c < ' ' || c > '~' ? "\\x%02x".formatted(c) : String.valueOf((char) c);
    }

    /** The items of the answer, one character for each byte; an answer that is no list is one item. */
    private List<String> ask(String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(ISO_8859_1));
        String head = line();
        if (!head.startsWith("*")) {
            return List.of(item(head));
        }
        List<String> items = new ArrayList<>();
        for (int i = Integer.parseInt(head.substring(1)); i > 0; i--) {
            items.add(item(line()));
        }
        return items;
    }

    private String item(String head) throws IOException {
        String rest = head.substring(1);
        return switch (head.charAt(0)) {
            case '+', ':' -> rest;
            case '$' -> {
                String item = new String(answers.readNBytes(Integer.parseInt(rest)), ISO_8859_1);
                line();
                yield item;
            }
            default -> throw new IllegalStateException("not expected: " + head);
        };
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = answers.read(); c != '\n'; c = answers.read()) {
            if (c < 0) {
                throw new EOFException("cut off");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
