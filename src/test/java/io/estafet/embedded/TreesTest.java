package io.estafet.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreesTest {
    private static final int WALKS = 200;

    @TempDir
    private Path tree;

    /** As a PostgreSQL does that is adopted while it works. */
    @Test
    void givesATreeWhoseFilesComeAndGo() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Void> server = CompletableFuture.runAsync(() -> churn(done));
        try {
            for (int walk = 0; walk < WALKS && !server.isDone(); walk++) {
                Trees.give(tree, Files.getOwner(tree));
            }
        } finally {
            done.set(true);
        }
        assertThat(server).succeedsWithin(30, TimeUnit.SECONDS);
    }

    private void churn(AtomicBoolean done) {
        try {
            for (int i = 0; !done.get(); i++) {
                Path segment =
                        Files.createDirectories(tree.resolve("base" + i % 7)).resolve("segment");
                Files.createFile(segment);
                Path renamed = Files.move(segment, segment.resolveSibling("renamed"));
                Files.delete(renamed);
                Files.delete(renamed.getParent());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
