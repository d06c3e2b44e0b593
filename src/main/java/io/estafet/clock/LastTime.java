package io.estafet.clock;

/** When something last happened here, by the clock that only moves forward. Thread-safe. */
public final class LastTime {

    private volatile long nanos;
    private volatile boolean ever;

    /** Notes that it happens now. */
    public void note() {
        nanos = System.nanoTime();
        ever = true;
    }

    /** Whether it has happened since the given value of {@link System#nanoTime()}. */
    public boolean isSince(long then) {
        return ever && nanos - then >= 0;
    }
}
