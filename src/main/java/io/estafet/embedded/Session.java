package io.estafet.embedded;

import java.util.List;

/**
 * A session of its own for a child. Ctrl-C in the terminal then reaches this program only, which drains before it ends
 * the servers.
 */
final class Session {
    private Session() {}

    /**
     * A command that replaces itself with the program that follows. Without either tool it is empty, and Ctrl-C ends
     * the servers at once.
     */
    static List<String> prefix() {
        if (Commands.exists("setsid")) {
            return List.of("setsid");
        }
        // macOS has no setsid, but has perl.
        if (Commands.exists("perl")) {
            return List.of("perl", "-e", "use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV", "--");
        }
        return List.of();
    }
}
