package io.estafet.inbound;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

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
     */
    Uni<List<Payload>> take(int most, Duration lease);

    /** Forgets a payload whose work is done. */
    Uni<Void> done(Payload payload);

    /** Gives a payload back, to be taken again at the given time. */
    Uni<Void> again(Payload payload, Instant at);

    /** Keeps a payload out of the way, for people to look at. */
    Uni<Void> putAside(Payload payload, Aside why);

    /** Whether at least so many payloads wait. */
    Uni<Boolean> isBacklogAbove(int most);

    /** Deletes what was put aside before the given time, a bounded number of them. */
    Uni<Void> purge(Instant before);

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
    }
}
