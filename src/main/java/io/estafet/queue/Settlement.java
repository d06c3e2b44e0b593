package io.estafet.queue;

/**
 * What becomes of a taken message in the queue, after its outcome is committed.
 *
 * @param entry the message as it is to wait again (with {@code attempts} and {@code notBefore} of the new wait)
 * @param kind what to do with it
 * @param charge what becomes of its charge against the limits, if it has one
 * @param busyUntilMillis for {@link Kind#DONE} after an unknown outcome: the person stays busy until the request's
 *     deadline, milliseconds since the epoch; 0 frees the person at once
 */
public record Settlement(Entry entry, Kind kind, Charge charge, long busyUntilMillis) {

    /** How a lease ends. */
    public enum Kind {
        /** The message leaves the queue. */
        DONE('D'),
        /**
         * The message waits in its person's line until its {@code notBefore}; those behind it in its category wait too.
         */
        RETRY('R'),
        /** The message waits aside until its {@code notBefore}; others may overtake it. */
        HOLD('H'),
        /** The message keeps its place: it goes back to where it was taken from. */
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

    /** What becomes of a message's charge. */
    public enum Charge {
        KEPT('0'),
        /** WhatsApp definitely refused the message: its own charge, and no other, is given back. */
        GIVEN_BACK('1'),
        /** WhatsApp has the message, or may have it: its person counts from now, not from the moment of taking. */
        COUNTS_FROM_NOW('2');

        private final char code;

        Charge(char code) {
            this.code = code;
        }

        /** One digit, as the script reads it. */
        public char code() {
            return code;
        }
    }

    /** True when the message's charge is given back. */
    public boolean refund() {
        return charge == Charge.GIVEN_BACK;
    }

    public static Settlement done(Entry entry, boolean refund) {
        return new Settlement(entry, Kind.DONE, refund ? Charge.GIVEN_BACK : Charge.KEPT, 0);
    }

    public static Settlement sent(Entry entry) {
        return new Settlement(entry, Kind.DONE, Charge.COUNTS_FROM_NOW, 0);
    }

    public static Settlement doneUnknown(Entry entry, long busyUntilMillis) {
        return new Settlement(entry, Kind.DONE, Charge.COUNTS_FROM_NOW, busyUntilMillis);
    }

    public static Settlement again(Kind kind, Entry entry, boolean refund) {
        return new Settlement(entry, kind, refund ? Charge.GIVEN_BACK : Charge.KEPT, 0);
    }
}
