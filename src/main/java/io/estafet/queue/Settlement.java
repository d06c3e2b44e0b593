package io.estafet.queue;

/**
 * What becomes of a taken message in the queue, after its outcome is committed.
 *
 * @param entry as it is to wait again (with {@code attempts} and {@code notBefore} of the new wait)
 * @param kind what to do
 * @param refund true when its charge against the limits is given back
 * @param busyUntilMillis for {@link Kind#DONE} after an unknown outcome: the person stays busy until the request's
 *     deadline, milliseconds since the epoch; 0 frees the person at once
 */
public record Settlement(Entry entry, Kind kind, boolean refund, long busyUntilMillis) {

    /** The ways out of a lease. */
    public enum Kind {
        /** It leaves the queue. */
        DONE('D'),
        /** It waits in its person's line until its {@code notBefore}; those behind it in its category wait too. */
        RETRY('R'),
        /** It waits aside until its {@code notBefore}; others may overtake it. */
        HOLD('H'),
        /** Its request did not begin: it goes back to where it was taken from. */
        BACK('B');

        private final char code;

        Kind(char code) {
            this.code = code;
        }

        /** One letter, as the script reads it. */
        public char code() {
            return code;
        }
    }

    public static Settlement done(Entry entry, boolean refund) {
        return new Settlement(entry, Kind.DONE, refund, 0);
    }

    public static Settlement doneUnknown(Entry entry, long busyUntilMillis) {
        return new Settlement(entry, Kind.DONE, false, busyUntilMillis);
    }

    public static Settlement again(Kind kind, Entry entry, boolean refund) {
        return new Settlement(entry, kind, refund, 0);
    }
}
