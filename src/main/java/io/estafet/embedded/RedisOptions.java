package io.estafet.embedded;

import java.util.List;

/**
 * How to start a Redis.
 *
 * @param port the loopback port to listen on; 0 takes a free one, the last one again where possible
 * @param arguments further arguments of {@code redis-server}, such as {@code --maxmemory 5mb} as two elements; they
 *     come last and so override ours
 */
public record RedisOptions(int port, List<String> arguments) {
    /** A free port and our own settings. */
    public static final RedisOptions DEFAULT = new RedisOptions(0, List.of());

    public RedisOptions {
        EmbeddedServer.checkPort(port);
        arguments = List.copyOf(arguments);
    }

    /** A free port, and these arguments besides our own settings. */
    public static RedisOptions with(String... arguments) {
        return new RedisOptions(0, List.of(arguments));
    }
}
