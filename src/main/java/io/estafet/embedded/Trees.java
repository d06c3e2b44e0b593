package io.estafet.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whole directory trees: delete, copy, give to a user. Links are never followed. */
final class Trees {
    private Trees() {}

    /** Deletes the tree, if there is one. */
    static void delete(Path root) throws IOException {
        if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            for (Path path : paths(root, Comparator.reverseOrder())) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** Copies the tree to a place where nothing is yet. */
    static void copy(Path from, Path to) throws IOException {
        for (Path path : paths(from, Comparator.naturalOrder())) {
            Path target = to.resolve(from.relativize(path).toString());
            Files.createDirectories(target.toAbsolutePath().getParent());
            Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** Makes the user the owner of everything in the tree. */
    static void give(Path root, UserPrincipal owner) throws IOException {
        for (Path path : paths(root, Comparator.naturalOrder())) {
            Files.getFileAttributeView(path, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setOwner(owner);
        }
    }

    private static List<Path> paths(Path root, Comparator<Path> order) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            return tree.sorted(order).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
