package io.estafet.directory.redis;

import io.estafet.directory.redis.RevisionScript.OvertakenException;

/**
 * How much of a load is read at once: less when live writes overtake it, since what is read faster is overtaken less,
 * and more again when they do not.
 */
final class LoadSize {

    /** In one turn: then others of this replica have theirs. */
    static final int TRIES = 2;

    /** Turns that may be lost in a row: all live writes may go to these very people, as those to new ones do. */
    private static final int LOSSES = 250;

    private final int smallest;
    private final int largest;
    private int size;
    private int losses;

    LoadSize(int smallest, int largest) {
        this.smallest = smallest;
        this.largest = largest;
        this.size = largest;
    }

    int size() {
        return size;
    }

    void written() {
        losses = 0;
        size = Math.min(largest, 2 * size);
    }

    /** Whether it is to be read again after this failure, smaller. */
    boolean again(Throwable failure) {
        losses++;
        size = Math.max(smallest, size / 4);
        return failure instanceof OvertakenException && losses <= LOSSES;
    }
}
