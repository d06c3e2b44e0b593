package io.estafet.dispatch.repair;

import io.estafet.admission.Restoring;
import io.estafet.directory.LiveProjection;
import io.estafet.directory.Projection;
import io.estafet.dispatch.LoopConfigs;
import io.estafet.dispatch.RecordedPorts;
import io.estafet.journal.RebuildLock;

/** The repairs on recorded ports. */
public final class RepairParts {

    private RepairParts() {}

    public static LeaseRecovery leaseRecovery(RecordedPorts ports) {
        return new LeaseRecovery(
                ports.openMessages,
                ports.journal,
                ports.queue,
                ports.wakes,
                ports.owner,
                new RepairMeters(ports.registry));
    }

    public static Rebuilds rebuilds(
            RecordedPorts ports, RebuildLock lock, Restoring restoring, Projection projection, LiveProjection live) {
        RepairMeters meters = new RepairMeters(ports.registry);
        UsageRestorer usage = new UsageRestorer(ports.openMessages, restoring, new LoopConfigs.Gates());
        QueueRepair queue = new QueueRepair(ports.openMessages, ports.queue, meters);
        PortfolioRebuild rebuild =
                new PortfolioRebuild(ports.book, ports.openMessages, restoring, projection, usage, queue, ports.wakes);
        return new Rebuilds(lock, restoring, live, rebuild, meters);
    }
}
