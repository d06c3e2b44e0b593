package io.estafet.dispatch.repair;

import jakarta.inject.Singleton;
import java.util.List;

/** The periodic repairs. They run independently of each other, on one replica at a time. */
@Singleton
public final class Repairs {

    private final Sweeper sweeper;
    /** Each task runs by itself: none waits for another, or ends with it. */
    private final List<PeriodicTask> tasks;

    Repairs(Sweeper sweeper, JournalScan scan, UnknownOutcomes unknownOutcomes) {
        this.sweeper = sweeper;
        this.tasks = List.of(
                new PeriodicTask("sweeper", sweeper::run),
                new PeriodicTask("journal scan", scan::run),
                new PeriodicTask("unknown outcomes", unknownOutcomes::run));
    }

    /** Begins a run of each repair; one whose last run is still under way is left alone. */
    public void begin() {
        tasks.forEach(PeriodicTask::begin);
    }

    /** Makes the next sweep begin further in the past: another replica may have run the repairs meanwhile, or none. */
    public void restart() {
        sweeper.restart();
    }
}
