package io.estafet;

import io.estafet.embedded.EmbeddedException;
import io.estafet.embedded.EmbeddedServers;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * The program with servers of its own. Only this class and {@link EmbeddedJoining} use the servers' package. Both are
 * loaded in profile {@code embedded} only, so that a build without the servers runs in all other profiles.
 */
final class EmbeddedProgram {
    private static final String DIRECTORY = "estafet.embedded.directory";
    /** Leaves the servers time to end within the 10 s that the whole program has. */
    private static final Duration DRAIN = Duration.ofSeconds(7);

    private EmbeddedProgram() {}

    static void run(String... args) {
        Config settings = Estafet.settings();
        EmbeddedServers servers = Estafet.portsAreFree(settings) ? start() : null;
        if (servers == null) {
            System.exit(1);
            return;
        }
        endWithParent();
        tellQuarkus(addresses(servers));
        System.out.println(EmbeddedJoining.words(servers, settings));
        CountDownLatch drained = new CountDownLatch(1);
        servers.keepUntil(drained, DRAIN);
        Quarkus.run(null, (code, failure) -> exit(drained, code, failure), args);
    }

    /** The servers end in their own shutdown hooks, which wait for this. */
    private static void exit(CountDownLatch drained, int code, @Nullable Throwable failure) {
        drained.countDown();
        // Development mode sets another exit code handler, which does not end the JVM.
        ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(code, failure);
    }

    /**
     * Ends this program with its parent. Maven ends at a signal without telling the program that it runs, and that
     * program must not stay behind. A setting asks for this, because a shell that started the program may well end
     * before it.
     */
    private static void endWithParent() {
        if (Boolean.parseBoolean(Estafet.setting("estafet.embedded.end-with-parent"))) {
            ProcessHandle.current().parent().ifPresent(EmbeddedProgram::endWith);
        }
    }

    private static void endWith(ProcessHandle parent) {
        var unused = parent.onExit().thenRun(() -> System.exit(143));
    }

    private static @Nullable EmbeddedServers start() {
        String directory = Estafet.setting(DIRECTORY);
        try {
            return EmbeddedServers.start(
                    Path.of(directory == null ? "target/embedded" : directory),
                    port("estafet.embedded.redis.port"),
                    port("estafet.embedded.postgres.port"));
        } catch (EmbeddedException | IllegalArgumentException e) {
            System.err.println("Estafet cannot start: " + e.getMessage());
            return null;
        }
    }

    private static int port(String name) {
        String port = Estafet.setting(name);
        try {
            return port == null ? 0 : Integer.parseInt(port);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is not a port: " + port, e);
        }
    }

    /** The servers' addresses under the names that Quarkus reads. */
    private static Map<String, String> addresses(EmbeddedServers servers) {
        Map<String, String> addresses = new LinkedHashMap<>();
        addresses.put("quarkus.redis.hosts", servers.redis().url());
        addresses.put("quarkus.datasource.reactive.url", servers.postgres().reactiveUrl());
        addresses.put("quarkus.datasource.username", servers.postgres().username());
        addresses.put("quarkus.datasource.password", servers.postgres().password());
        return addresses;
    }

    private static void tellQuarkus(Map<String, String> addresses) {
        addresses.forEach((name, value) -> {
            if (Estafet.setting(name) == null) {
                System.setProperty(name, value);
            }
        });
    }
}
