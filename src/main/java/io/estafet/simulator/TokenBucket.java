package io.estafet.simulator;

/**
 * The platform's throughput gate: a bucket that holds the tokens of one second. A client that stays at or below the
 * rate in every window of 1 s needs at most {@code rate * t + rate} tokens in any time {@code t}. The bucket has as
 * many, so such a client is never refused. In integers: the level is counted in tokens times nanoseconds.
 */
final class TokenBucket {
    private static final long TOKEN = 1_000_000_000L;

    private int ratePerSecond;
    private long level;
    private long filledAtNanos;

    TokenBucket(int ratePerSecond, long nowNanos) {
        this.ratePerSecond = ratePerSecond;
        this.level = ratePerSecond * TOKEN;
        this.filledAtNanos = nowNanos;
    }

    boolean take(long nowNanos) {
        fill(nowNanos);
        if (level < TOKEN) {
            return false;
        }
        level -= TOKEN;
        return true;
    }

    /** Takes a token for something that cannot be refused: a person's message counts, too. */
    void charge(long nowNanos) {
        fill(nowNanos);
        level = Math.max(0, level - TOKEN);
    }

    void rate(int newRatePerSecond, long nowNanos) {
        if (newRatePerSecond != ratePerSecond) {
            ratePerSecond = newRatePerSecond;
            level = ratePerSecond * TOKEN;
            filledAtNanos = nowNanos;
        }
    }

    private void fill(long nowNanos) {
        // After one second the bucket is full anyway. The bound keeps the product far from overflow.
        long elapsed = Math.min(Math.max(0, nowNanos - filledAtNanos), TOKEN);
        level = Math.min(ratePerSecond * TOKEN, level + elapsed * ratePerSecond);
        filledAtNanos = Math.max(filledAtNanos, nowNanos);
    }
}
