package io.estafet.dispatch.repair;

import io.estafet.reactive.Unis;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Work that is repeated and never overlaps itself. A failure is logged, and the next run tries again. */
final class PeriodicTask {

    private static final Logger LOG = Logger.getLogger(PeriodicTask.class);

    private final String name;
    private final Supplier<Uni<? extends Void>> work;
    private final AtomicBoolean underWay = new AtomicBoolean();

    PeriodicTask(String name, Supplier<Uni<? extends Void>> work) {
        this.name = name;
        this.work = work;
    }

    /** Begins a run; does nothing while the last one is still under way. */
    void begin() {
        if (underWay.compareAndSet(false, true)) {
            Unis.recovered(Uni.createFrom().deferred(work), failure -> LOG.warnf("%s failed cause=%s", name, failure))
                    .subscribe()
                    .with(done -> underWay.set(false));
        }
    }
}
