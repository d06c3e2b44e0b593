package io.estafet.testing;

import io.estafet.embedded.EmbeddedServers;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Points a {@code @QuarkusTest} at {@link Servers}: {@code @QuarkusTestResource(ServersResource.class)}. A test that
 * wants another Redis extends it.
 */
public class ServersResource implements QuarkusTestResourceLifecycleManager {

    /** What webhooks are signed with. */
    public static final String WEBHOOK_SECRET = "webhook-secret";

    /**
     * More than by default: a program that has just started, beside others on the same machine, may need a second for
     * its first call. Not for programs whose patience is measured.
     */
    public static final Map<String, String> PATIENCE = Map.of(
            "estafet.directory.deadline", "1500ms",
            "estafet.journal.intake-deadline", "5s",
            "estafet.intake.redis-patience", "4s",
            "estafet.intake.people-patience", "6s",
            "estafet.intake.patience", "12s");

    @Override
    public Map<String, String> start() {
        Map<String, String> all = new HashMap<>(settings(Servers.get()));
        all.putAll(PATIENCE);
        return all;
    }

    /** What a program needs to run on the servers; also a replica in a process of its own. */
    static Map<String, String> settings(EmbeddedServers servers) {
        return Map.ofEntries(
                Map.entry("quarkus.http.test-port", "0"),
                Map.entry("quarkus.management.test-port", "0"),
                Map.entry("estafet.api.keys.demo", sha256("demo")),
                Map.entry("estafet.api.keys.demo2", sha256("demo2")),
                Map.entry("estafet.secrets.key", Base64.getEncoder().encodeToString(new byte[32])),
                Map.entry("estafet.cloud-api.allowed-hosts", "graph.facebook.com,127.0.0.1:*,localhost:*"),
                Map.entry("estafet.directory.verify", "false"),
                Map.entry("estafet.webhook.app-secrets", WEBHOOK_SECRET),
                Map.entry("estafet.dispatch.gauges", "500ms"),
                Map.entry("quarkus.redis.hosts", servers.redis().url()),
                Map.entry("quarkus.datasource.reactive.url", servers.postgres().reactiveUrl()),
                Map.entry("quarkus.datasource.username", servers.postgres().username()),
                Map.entry("quarkus.datasource.password", servers.postgres().password()));
    }

    /** An API key as the program is told it. */
    static String sha256(String key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nothing: the servers are everybody's, and end with the JVM. */
    @Override
    public void stop() {}
}
