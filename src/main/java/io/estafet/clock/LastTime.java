package io.estafet.clock;

/** When something last happened here, by the clock that only moves forward. Thread-safe. */
public final class LastTime {

    private volatile long nanos;
    private volatile boolean ever;

    /** It happens now. */
    public void note() {
        nanos = System.nanoTime();
        ever = true;
    }

    /** Whether it has happened since then, a value of {@link System#nanoTime()}. */
    public boolean isSince(long then) {
        return ever && nanos - then >= 0;
    }
}
