package io.estafet.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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

    /** Makes the user the owner of everything in the tree. A server may be running in it. */
    static void give(Path root, UserPrincipal owner) throws IOException {
        for (Path path : paths(root, Comparator.naturalOrder())) {
            try {
                Files.getFileAttributeView(path, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setOwner(owner);
            } catch (NoSuchFileException e) {
                // The server renamed or deleted the file meanwhile. A file that the server makes is its own already.
            }
        }
    }

    /** The paths of the tree, without those that were deleted during the visit. */
    private static List<Path> paths(Path root, Comparator<Path> order) throws IOException {
        List<Path> paths = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                paths.add(directory);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                paths.add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException && !file.equals(root)) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        paths.sort(order);
        return paths;
    }
}
