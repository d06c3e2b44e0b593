package io.estafet.reactive;

import java.util.function.Predicate;

/** What a failure says of the one who is asked. */
public final class Failures {

    /** How exceptions are named that report a full pool of a client, or a full line of ours. */
    private static final String BUSY = "BusyException";

    private Failures() {}

    /** True when this replica has too much to do. The servers themselves are there. */
    public static boolean isBusy(Throwable failure) {
        return hasCause(failure, cause -> cause.getClass().getSimpleName().endsWith(BUSY));
    }

    /** True when the failure itself or one of its causes is such a one. */
    public static boolean hasCause(Throwable failure, Predicate<Throwable> such) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (such.test(cause)) {
                return true;
            }
        }
        return false;
    }
}
