package io.estafet.clock;

import io.estafet.reactive.Unis;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Work that is repeated for as long as somebody subscribes. */
public final class Repeating {

    private static final Logger LOG = Logger.getLogger(Repeating.class);

    private Repeating() {}

    /**
     * Runs a round at each tick, the first one at once. Rounds never overlap: ticks during a round are dropped. A round
     * that fails is logged and does not end the loop.
     *
     * @param what names the work in the log
     */
    public static Multi<Void> every(Duration period, String what, Supplier<Uni<Void>> round) {
        return Multi.createFrom()
                .ticks()
                .every(period)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> safely(what, round));
    }

    private static Uni<Void> safely(String what, Supplier<Uni<Void>> round) {
        return Unis.recovered(Uni.createFrom().deferred(round::get), failure -> LOG.warnf("%s: %s", what, failure));
    }
}
