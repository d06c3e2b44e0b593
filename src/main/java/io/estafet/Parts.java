package io.estafet;

import io.estafet.clock.ClockLifecycle;
import io.estafet.demo.DemoLifecycle;
import io.estafet.directory.DirectoryLifecycle;
import io.estafet.dispatch.DispatchLifecycle;
import io.estafet.dispatch.gauges.GaugesLifecycle;
import io.estafet.inbound.InboundLifecycle;
import io.estafet.intake.redis.IntakeLifecycle;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** The parts of the program that run by themselves. The directory is loaded before the others start. */
@Singleton
record Parts(
        ClockLifecycle clock,
        DirectoryLifecycle directory,
        DispatchLifecycle dispatch,
        GaugesLifecycle gauges,
        InboundLifecycle inbound,
        IntakeLifecycle intake,
        EmbeddedSimulatorLifecycle simulator,
        DemoLifecycle demo) {

    /** Loads what the other parts read from memory. */
    Uni<Void> load() {
        return directory.start();
    }

    Uni<Void> start() {
        clock.start();
        dispatch.start();
        gauges.start();
        inbound.start();
        intake.start();
        return simulator.start();
    }

    /** Called once the program serves. */
    void ready() {
        demo.start(simulator.baseUrl());
    }

    Uni<Void> stop() {
        inbound.stop();
        gauges.stop();
        return demo.stop()
                .chain(intake::stop)
                .chain(dispatch::drain)
                .invoke(directory::stop)
                .chain(simulator::stop);
    }
}
