package io.estafet.inbound;

import io.estafet.recipient.Address;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** The stored payloads. Every call has a deadline; a failed one may be repeated. */
public interface Payloads {

    /**
     * Commits a payload, together with others that come at the same time. A call that fails may have stored the payload
     * all the same. WhatsApp will send it again, which does no harm.
     */
    Uni<Void> store(byte[] body);

    /** Calls the listener each time something was stored by this replica, on a thread that must not be blocked. */
    void onStored(Runnable listener);

    /**
     * Takes payloads that are due, the longest due first; no other taker gets them before the lease ends.
     *
     * @param most the most payloads
     * @param bytes the most bytes of bodies; one payload is taken whatever its size
     */
    Uni<Load> take(int most, long bytes, Duration lease);

    /** Deletes a payload whose work is done. */
    Uni<Void> done(Payload payload);

    /** Gives a payload back. It is taken again at the given time, and the work goes on where the progress says. */
    Uni<Void> again(Payload payload, Progress progress, Instant at);

    /** Puts a payload aside for people to look at. */
    Uni<Void> putAside(Payload payload, Aside why);

    /** Whether at least {@code most} payloads wait. */
    Uni<Boolean> isBacklogAbove(int most);

    /**
     * Deletes payloads that were put aside and were received before the given time, a bounded number at once, until
     * none is left.
     */
    Uni<Void> purge(Instant before);

    /**
     * Looks for names in a page of the stored payloads.
     *
     * @param after the last payload of the previous page; 0 for the first page
     */
    Uni<Mentions> mentions(Collection<Address> names, long after);

    /**
     * Takes these payloads now, even from another taker. A payload that is finished or put aside meanwhile is missing.
     */
    Uni<List<Payload>> takeNow(Collection<Long> ids, Duration lease);

    /** Deletes those of the payloads that were put aside. */
    Uni<Void> forgetAside(Collection<Long> ids);

    /**
     * What was taken.
     *
     * @param hasMore true when more may be due
     */
    record Load(List<Payload> payloads, boolean hasMore) {}

    /**
     * How far the work on a payload has come.
     *
     * @param done items that need no more work
     * @param tries how often the items that come next were tried
     * @param kept why the items that are done require that the payload is kept
     */
    record Progress(int done, int tries, Set<Aside> kept) {

        public Progress {
            kept = Set.copyOf(kept);
        }
    }

    /**
     * The payloads of a page that hold a name.
     *
     * @param waiting those that are still to be worked on
     * @param aside those that were put aside
     * @param last where the next page begins; empty when this was the last
     */
    record Mentions(List<Long> waiting, List<Long> aside, OptionalLong last) {}

    /** Why a payload is kept. */
    enum Aside {
        /** Parts of it are about numbers or templates that nobody registered. */
        UNKNOWN(1),
        /** Parts of it are of kinds that Estafet does not act on. */
        OTHER(2),
        /** Parts of it cannot be read. */
        MALFORMED(3),
        /** Work on it failed every time. */
        POISON(4);

        private final short code;

        Aside(int code) {
            this.code = (short) code;
        }

        /** The code in the database; never renumber. */
        public short code() {
            return code;
        }

        /** The reasons as one number: bit n for code n. */
        public static short bits(Set<Aside> reasons) {
            int bits = 0;
            for (Aside reason : reasons) {
                bits |= 1 << reason.code;
            }
            return (short) bits;
        }

        /** The reasons in a number that {@link #bits} made. */
        public static Set<Aside> ofBits(short bits) {
            Set<Aside> reasons = EnumSet.allOf(Aside.class);
            reasons.removeIf(reason -> (bits & 1 << reason.code) == 0);
            return reasons;
        }
    }
}
