package io.estafet.dispatch.repair;

import io.estafet.directory.LiveProjection;
import io.estafet.directory.Projection;
import io.estafet.dispatch.LoopConfigs;
import io.estafet.dispatch.RecordedPorts;
import io.estafet.journal.RebuildLock;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.function.Supplier;

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

    public static Rebuilds rebuilds(RecordedPorts ports) {
        return new Rebuilds(
                new Lock(ports),
                ports.restoring,
                new Live(ports),
                portfolioRebuild(ports),
                new RepairMeters(ports.registry));
    }

    static PortfolioRebuild portfolioRebuild(RecordedPorts ports) {
        Projection projection =
                portfolio -> ports.signals.call("load", () -> Uni.createFrom().voidItem());
        UsageRestorer usage = new UsageRestorer(ports.openMessages, ports.restoring, new LoopConfigs.Gates());
        return new PortfolioRebuild(
                ports.book, ports.openMessages, ports.restoring, projection, usage, queueRepair(ports), ports.wakes);
    }

    static QueueRepair queueRepair(RecordedPorts ports) {
        return new QueueRepair(ports.openMessages, ports.queue, new RepairMeters(ports.registry));
    }

    static Sweeper sweeper(RecordedPorts ports, InstantSource clock) {
        return new Sweeper(ports.openMessages, queueRepair(ports), new Config(), clock);
    }

    static JournalScan journalScan(RecordedPorts ports, InstantSource clock) {
        return new JournalScan(
                ports.book, ports.restoring, ports.openMessages, queueRepair(ports), new Config(), clock);
    }

    /** Repairs of which only the sweeper and the scan find work. */
    public static Repairs repairs(RecordedPorts ports) {
        InstantSource clock = InstantSource.system();
        UnknownOutcomes unknown = new UnknownOutcomes(
                ports.book,
                new RecordedUnknownAttempts(ports.signals),
                ports.openMessages,
                ports.journal,
                queueRepair(ports),
                new UnknownConfigs.Unknown(),
                clock);
        return new Repairs(sweeper(ports, clock), journalScan(ports, clock), unknown);
    }

    /** The defaults. */
    record Config(Duration sweepAfter, Duration sweepFrom) implements RepairConfig {
        Config() {
            this(Duration.ofSeconds(2), Duration.ofMinutes(10));
        }
    }

    /** A lock that nobody else holds. */
    private record Lock(RecordedPorts ports) implements RebuildLock {

        @Override
        public Uni<Boolean> exclusively(PortfolioId portfolio, Supplier<Uni<Void>> work) {
            return ports.signals.call("lock " + portfolio, () -> work.get().replaceWith(true));
        }
    }

    private record Live(RecordedPorts ports) implements LiveProjection {

        @Override
        public Uni<Void> projectPersons(PortfolioId portfolio, Collection<PersonId> persons) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Void> projectDirectory(PortfolioId portfolio) {
            return ports.signals.call("projectDirectory", () -> Uni.createFrom().voidItem());
        }
    }
}
