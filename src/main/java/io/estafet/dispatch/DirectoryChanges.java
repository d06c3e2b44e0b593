package io.estafet.dispatch;

import java.time.Duration;

/**
 * Tells when the numbers are to be looked at because the directory has changed: a change may let messages go, and a new
 * number must not wait for the next patrol. The book has a change a moment before Redis, from which messages are taken:
 * so a second look follows.
 */
final class DirectoryChanges {

    /**
     * After this time a change of the directory is in Redis. If not, Redis has trouble and the patrol finds the change.
     */
    private static final long IN_REDIS_NANOS = Duration.ofSeconds(1).toNanos();

    private long known = -1;
    private long changedNanos;
    private boolean lookAgain;

    /** @param version of the book, which grows with each change */
    boolean wantLook(long version, long nowNanos) {
        boolean isNew = version != known;
        boolean isInRedis = lookAgain && nowNanos - changedNanos > IN_REDIS_NANOS;
        if (isNew) {
            known = version;
            changedNanos = nowNanos;
        }
        lookAgain = isNew || (lookAgain && !isInRedis);
        return isNew || isInRedis;
    }
}
