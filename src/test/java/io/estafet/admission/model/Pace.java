package io.estafet.admission.model;

/**
 * A number's messages per second: GCRA in microseconds with a burst of one message, so that no window of a second ever
 * sees more than the target. Starts are given ahead, within a horizon, so that a batch can be taken at once.
 *
 * @param leadMicros a start is at least so far ahead
 * @param horizonMicros and at most so much further
 * @param headroomPerMille of the throughput is not used
 */
public record Pace(long leadMicros, long horizonMicros, int headroomPerMille) {

    private static final long SECOND_MICROS = 1_000_000;

    /** The distance between two starts. */
    public long interval(int throughput) {
        long target = (long) throughput * (1_000 - headroomPerMille);
        return (1_000 * SECOND_MICROS + target - 1) / target;
    }

    /**
     * The next start.
     *
     * @param stored the next free instant as the last taking left it; one that is further ahead than any taking leaves
     *     it was written by a clock that has been set back: normal pace again within a second
     */
    public long nextStart(long stored, long nowMicros, int throughput) {
        long next = isOfAnotherClock(stored, nowMicros, throughput) ? nowMicros + leadMicros + SECOND_MICROS : stored;
        return Math.max(next, nowMicros + leadMicros);
    }

    public boolean isOfAnotherClock(long stored, long nowMicros, int throughput) {
        return stored > lastStart(nowMicros) + Math.max(interval(throughput), SECOND_MICROS);
    }

    /** How many starts there are from the next one to the end of the horizon. */
    public int slots(long nextStart, long nowMicros, int throughput) {
        long ahead = lastStart(nowMicros) - nextStart;
        return ahead < 0 ? 0 : (int) (ahead / interval(throughput)) + 1;
    }

    private long lastStart(long nowMicros) {
        return nowMicros + leadMicros + horizonMicros;
    }
}
