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
     * Commits a payload, together with others that come at the same time. When it fails the payload may be stored all
     * the same; it will come again, which does no harm.
     */
    Uni<Void> store(byte[] body);

    /** Calls the listener each time something was stored by this replica, on a thread that must not be blocked. */
    void onStored(Runnable listener);

    /**
     * Takes payloads that are due, the longest due first; no other taker gets them before the lease ends.
     *
     * @param most at most so many
     * @param bytes at most so many bytes of bodies, except that one payload is taken whatever its size
     */
    Uni<Load> take(int most, long bytes, Duration lease);

    /** Forgets a payload whose work is done. */
    Uni<Void> done(Payload payload);

    /** Gives a payload back, to be taken again at the given time and worked on from where the progress says. */
    Uni<Void> again(Payload payload, Progress progress, Instant at);

    /** Keeps a payload out of the way, for people to look at. */
    Uni<Void> putAside(Payload payload, Aside why);

    /** Whether at least so many payloads wait. */
    Uni<Boolean> isBacklogAbove(int most);

    /** Deletes what was put aside before the given time, a bounded number of them at once, until none is left. */
    Uni<Void> purge(Instant before);

    /**
     * Looks for names in a page of the stored payloads.
     *
     * @param after the last payload of the page before; 0 for the first page
     */
    Uni<Mentions> mentions(Collection<Address> names, long after);

    /** Takes these payloads now, whoever has them; one that is finished or put aside meanwhile is missing. */
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
     * @param tries how often what comes next was tried
     * @param kept why the payload will be kept, by the items that are done
     */
    record Progress(int done, int tries, Set<Aside> kept) {

        public Progress {
            kept = Set.copyOf(kept);
        }
    }

    /**
     * The payloads of a page that hold a name.
     *
     * @param waiting still to be worked on
     * @param aside put aside
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

        /** The store's number; never renumber. */
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

        /** The reasons in such a number. */
        public static Set<Aside> ofBits(short bits) {
            Set<Aside> reasons = EnumSet.allOf(Aside.class);
            reasons.removeIf(reason -> (bits & 1 << reason.code) == 0);
            return reasons;
        }
    }
}
