package io.estafet.embedded;

import java.util.List;

/**
 * A session of its own for a child, so that Ctrl-C in the terminal reaches this program only, which drains before it
 * ends the servers.
 */
final class Session {
    private Session() {}

    /** Replaces itself by the program that follows. Without either tool Ctrl-C ends the servers at once. */
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
