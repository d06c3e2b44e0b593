package io.estafet;

import io.estafet.simulator.Simulator;
import io.estafet.simulator.SimulatorOptions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts and ends the simulator. Messages reach it over HTTP only. */
@Singleton
final class EmbeddedSimulatorLifecycle {

    private static final Logger LOG = Logger.getLogger(EmbeddedSimulatorLifecycle.class);

    private final SimulatorConfig config;
    private final InstantSource clock;
    private volatile @Nullable Simulator simulator;

    EmbeddedSimulatorLifecycle(SimulatorConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    Uni<Void> start() {
        if (!config.enabled()) {
            return Uni.createFrom().voidItem();
        }
        SimulatorOptions options = SimulatorOptions.on(clock)
                .listening("127.0.0.1", config.port())
                .telling(config.webhookHosts().orElse(Set.of()));
        SimulatorOptions kept =
                config.directory().map(d -> options.keeping(Path.of(d))).orElse(options);
        return Uni.createFrom()
                .<Simulator>emitter(emitter -> Simulator.open(kept).onComplete(emitter::complete, emitter::fail))
                // It makes a Vert.x of its own. Vert.x warns of one that is made on a context of another.
                .runSubscriptionOn(open -> new Thread(open, "simulator").start())
                .invoke(started -> {
                    simulator = started;
                    LOG.infof("simulator of the WhatsApp API at %s", started.baseUrl());
                })
                .replaceWithVoid();
    }

    /** Where the simulator is reached; empty text when it does not run. */
    String baseUrl() {
        Simulator running = simulator;
        return running == null ? "" : running.baseUrl();
    }

    Uni<Void> stop() {
        Simulator running = simulator;
        return running == null
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().emitter(emitter -> running.shutdown().onComplete(done -> emitter.complete(null)));
    }
}
