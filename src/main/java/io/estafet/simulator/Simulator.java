package io.estafet.simulator;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A running stand-in for the WhatsApp Cloud API; see {@code docs/simulator.md}. One event loop owns all of it, so
 * nothing inside is locked. It is controlled and queried over HTTP only.
 */
public final class Simulator implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 30;
    /** Connections beyond this number are closed at once. */
    private static final int MOST_CONNECTIONS = 4_096;
    /** Above the longest hang that can be asked for, see {@link Behaviour.FaultShare}. */
    private static final int IDLE_SECONDS = 300;

    private final Vertx vertx;
    private final boolean ownVertx;
    private final Server server;
    private final String deployment;

    private Simulator(Vertx vertx, boolean ownVertx, Server server, String deployment) {
        this.vertx = vertx;
        this.ownVertx = ownVertx;
        this.server = server;
        this.deployment = deployment;
    }

    /**
     * Starts a simulator. The future fails when the port is taken or the books cannot be read; nothing is left running
     * then.
     */
    public static Future<Simulator> open(SimulatorOptions options) {
        Vertx given = options.vertx();
        Vertx vertx = given != null ? given : Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        Server server = new Server(options);
        return vertx.deployVerticle(server)
                .map(deployment -> new Simulator(vertx, given == null, server, deployment))
                .onFailure(cause -> {
                    if (given == null) {
                        vertx.close();
                    }
                });
    }

    /**
     * As {@link #open}, for callers that are not on an event loop: returns when the simulator serves.
     *
     * @throws IllegalStateException when the simulator cannot start
     */
    public static Simulator start(SimulatorOptions options) {
        return waitFor("start", open(options));
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /** Where it listens: {@code http://host:port}. */
    public String baseUrl() {
        return "http://" + server.host() + ":" + port();
    }

    /** Stops serving, closes its books and its log, and ends its own Vert.x. */
    public Future<Void> shutdown() {
        // Closing a Vert.x undeploys first. Chaining the two would wait for a context that no longer exists.
        return ownVertx ? vertx.close() : vertx.undeploy(deployment);
    }

    /** As {@link #shutdown}, for callers that are not on an event loop. */
    @Override
    public void close() {
        waitFor("stop", shutdown());
    }

    private static <T extends @Nullable Object> T waitFor(String what, Future<T> future) {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("an event loop must not wait for the simulator to " + what);
        }
        CountDownLatch done = new CountDownLatch(1);
        future.onComplete(result -> done.countDown());
        try {
            if (!done.await(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the simulator did not " + what + " in " + DEADLINE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the simulator to " + what, e);
        }
        if (future.failed()) {
            throw new IllegalStateException("the simulator did not " + what, future.cause());
        }
        return future.result();
    }

    /** The verticle: its context is the one event loop. */
    private static final class Server extends AbstractVerticle {
        private final SimulatorOptions options;
        private @Nullable SimulatedPlatform platform;
        private volatile int port;
        private int connections;

        Server(SimulatorOptions options) {
            this.options = options;
        }

        int port() {
            return port;
        }

        String host() {
            return options.host().equals("0.0.0.0") ? "127.0.0.1" : options.host();
        }

        @Override
        public void start(Promise<Void> started) throws Exception {
            SimulatedPlatform running = new SimulatedPlatform(options, vertx);
            platform = running;
            HttpServer http = vertx.createHttpServer(new HttpServerOptions()
                    .setHost(options.host())
                    .setPort(options.port())
                    .setReuseAddress(true)
                    .setTcpNoDelay(true)
                    .setIdleTimeout(IDLE_SECONDS)
                    .setHandle100ContinueAutomatically(true));
            http.connectionHandler(this::opened);
            http.requestHandler(new Routes(running, new Bodies(vertx))::handle)
                    .listen()
                    .onComplete(listening -> {
                        if (listening.succeeded()) {
                            port = listening.result().actualPort();
                            running.start();
                            started.complete();
                        } else {
                            running.close();
                            started.fail(listening.cause());
                        }
                    });
        }

        private void opened(HttpConnection connection) {
            if (connections == MOST_CONNECTIONS) {
                connection.close();
                return;
            }
            connections++;
            connection.closeHandler(closed -> connections--);
        }

        @Override
        public void stop() {
            if (platform != null) {
                platform.close();
            }
        }
    }
}
