package io.estafet.delivery;

/**
 * How many requests of one number may be under way from this replica: additive increase, multiplicative decrease. The
 * limit grows by {@link InflightConfig#growth()} per round of answers while at least half of it is used; before the
 * first cut it grows by one with each answer. It is cut to its share {@link InflightConfig#cut()} when the API
 * throttles or slows down, at most once per round: an answer to a request that began before the last cut is the cut's
 * echo.
 *
 * <p>Use: the number's dispatch loop asks {@link #tryAcquire(int)} for slots, and gives back every slot exactly once:
 * {@link #release} when the request is over, {@link #giveBack} when none began. Times are {@link System#nanoTime()}
 * values of the caller. Safe from any thread; meant for one loop, so never contended.
 */
public final class InflightLimit {

    private static final int MIN = 1;

    private final InflightConfig config;
    private double limit;
    private int inflight;
    private int throttles;
    private boolean everCut;
    private long lastCutNanos;

    InflightLimit(InflightConfig config) {
        this.config = config;
        this.limit = Math.min(config.initial(), config.max());
    }

    /** How a request went, as far as the limit is concerned. */
    public enum Signal {
        /** The request was answered; the times tell whether in time. */
        ANSWERED,
        /** The verdict is to slow down ({@link Verdict#slowDown()}): throttled, overloaded or no answer at all. */
        OVERLOADED
    }

    /** Takes up to the wanted number of slots and returns how many were taken; 0 when none is free. */
    public synchronized int tryAcquire(int wanted) {
        int granted = Math.max(0, Math.min(wanted, (int) limit - inflight));
        inflight += granted;
        return granted;
    }

    /** Gives one slot back after its request. */
    public synchronized void release(Signal signal, long beganNanos, long nowNanos) {
        int used = inflight;
        giveBack(1);
        boolean slow = nowNanos - beganNanos > config.slowAnswer().toNanos();
        if (signal == Signal.OVERLOADED || slow) {
            cut(beganNanos, nowNanos);
        } else {
            grow(used, beganNanos);
        }
    }

    /** Gives back slots whose requests never began. */
    public synchronized void giveBack(int slots) {
        if (slots < 0 || slots > inflight) {
            throw new IllegalStateException("more slots given back than taken");
        }
        inflight -= slots;
    }

    /** The slots that are free now; 0, too, when the limit was cut below the number of taken slots. */
    public synchronized int available() {
        return Math.max(0, (int) limit - inflight);
    }

    public synchronized int inflight() {
        return inflight;
    }

    public synchronized int limit() {
        return (int) limit;
    }

    /** The number of cuts in a row: since the last one no request that began after it was answered in time. */
    public synchronized int throttles() {
        return throttles;
    }

    private void cut(long beganNanos, long nowNanos) {
        if (isEcho(beganNanos)) {
            return;
        }
        limit = Math.max(MIN, limit * config.cut());
        lastCutNanos = nowNanos;
        everCut = true;
        throttles++;
    }

    private void grow(int used, long beganNanos) {
        if (isEcho(beganNanos)) {
            return;
        }
        throttles = 0;
        // An unused limit proves nothing about what the API would bear.
        if (used * 2 >= (int) limit) {
            // Until the first cut the ceiling is unknown: as in TCP's slow start, each answer adds one.
            limit = Math.min(config.max(), limit + (everCut ? config.growth() / limit : 1));
        }
    }

    private boolean isEcho(long beganNanos) {
        return everCut && beganNanos - lastCutNanos < 0;
    }
}
