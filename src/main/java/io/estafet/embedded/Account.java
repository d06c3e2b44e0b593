package io.estafet.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The user that PostgreSQL runs as. PostgreSQL refuses to run as root, so root starts it under another identity. Each
 * prefix command replaces itself with the server, so that the child's process id is the server's.
 */
enum Account {
    /** An ordinary user runs the server under their own identity. */
    OWN {
        @Override
        List<String> prefix() {
            return List.of();
        }
    },
    /** Root runs the server in a user namespace, in which it is nobody. The files stay root's own. */
    NAMESPACE {
        @Override
        List<String> prefix() {
            return List.of("unshare", "--user");
        }
    },
    /** Root gives up its rights and becomes the user nobody. Nobody must own the files and be able to reach them. */
    NOBODY {
        @Override
        List<String> prefix() {
            return List.of("setpriv", "--reuid=" + id("-u"), "--regid=" + id("-g"), "--clear-groups");
        }

        @Override
        String fileOwner() {
            return "nobody";
        }
    };

    /** The best choice for the user that runs this program. */
    static Account current() {
        UnixSystem user = new UnixSystem();
        if (user.getUid() != 0) {
            return OWN;
        }
        // Containers may forbid namespaces, so we try.
        if (Commands.exists("unshare")
                && !List.of("", "0")
                        .contains(
                                Commands.output("unshare", "--user", "id", "-u").strip())) {
            return NAMESPACE;
        }
        if (Commands.exists("setpriv") && !id("-u").isEmpty()) {
            return NOBODY;
        }
        throw new EmbeddedException("PostgreSQL does not run as root, and neither unshare nor setpriv can lend it"
                + " another user here. Start Estafet as an ordinary user.");
    }

    abstract List<String> prefix();

    String fileOwner() {
        return "root";
    }

    /** Makes the files usable for the server. An ordinary user's files are so already, or are not ours to change. */
    void own(Path tree) {
        if (this == OWN) {
            return;
        }
        try {
            Trees.give(
                    tree, tree.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(fileOwner()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot give " + tree + " to " + fileOwner(), e);
        }
    }

    private static String id(String option) {
        return Commands.output("id", option, "nobody").strip();
    }
}
