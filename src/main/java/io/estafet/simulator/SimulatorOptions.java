package io.estafet.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to start a {@link Simulator}.
 *
 * @param time the source of its clock
 * @param host address to listen on
 * @param port port to listen on; 0 for a free one
 * @param directory where its books and its log are kept across restarts; null keeps neither
 * @param vertx the Vert.x to run on; null for one of its own, with a single event loop
 * @param behaviour as {@code PUT /behaviour} takes it
 * @param webhookHosts hosts besides this machine to which webhooks may be posted, in lower case
 */
public record SimulatorOptions(
        InstantSource time,
        String host,
        int port,
        @Nullable Path directory,
        @Nullable Vertx vertx,
        JsonNode behaviour,
        Set<String> webhookHosts) {

    /** A simulator on a free loopback port that keeps nothing. */
    public static SimulatorOptions on(InstantSource time) {
        return new SimulatorOptions(time, "127.0.0.1", 0, null, null, JsonNodeFactory.instance.objectNode(), Set.of());
    }

    /** The same, listening elsewhere. */
    public SimulatorOptions listening(String newHost, int newPort) {
        return new SimulatorOptions(time, newHost, newPort, directory, vertx, behaviour, webhookHosts);
    }

    /** The same, with books that survive a restart. */
    public SimulatorOptions keeping(Path newDirectory) {
        return new SimulatorOptions(time, host, port, newDirectory, vertx, behaviour, webhookHosts);
    }

    /** The same, on a Vert.x that the caller owns and closes. */
    public SimulatorOptions runningOn(Vertx newVertx) {
        return new SimulatorOptions(time, host, port, directory, newVertx, behaviour, webhookHosts);
    }

    /** The same, with these hosts allowed for webhooks, too. */
    public SimulatorOptions telling(Set<String> newWebhookHosts) {
        return new SimulatorOptions(time, host, port, directory, vertx, behaviour, newWebhookHosts);
    }
}
