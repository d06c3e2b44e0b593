package io.estafet.simulator;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One business phone number: its settings, and what it did. */
final class BusinessNumber {
    private static final int SWEEP_FROM = 16_384;
    private static final int MOST_THROUGHPUT = 100_000;

    private NumberSpec spec;
    private final TokenBucket bucket;
    private final SlidingSecond window = new SlidingSecond();
    private final PairRate pairs = new PairRate();
    private final Map<String, Long> lastInbound = new HashMap<>();
    private int sweepAt = SWEEP_FROM;
    private @Nullable Long maintenanceUntilNanos;
    private long received;
    private long accepted;
    private long rejected;

    /** As {@code PUT /numbers} gives it. {@code throughput} in messages per second. */
    record NumberSpec(
            String phoneNumberId,
            String wabaId,
            String portfolio,
            String displayPhoneNumber,
            String token,
            int throughput,
            boolean registered) {
        static final Map<String, Object> DEFAULTS =
                Map.of("displayPhoneNumber", "15550000000", "throughput", 80, "registered", true);

        NumberSpec {
            Checks.word("phoneNumberId", phoneNumberId);
            Checks.word("wabaId", wabaId);
            Checks.word("portfolio", portfolio);
            Checks.word("token", token);
            Checks.word("displayPhoneNumber", displayPhoneNumber);
            Checks.between("throughput", throughput, 1, MOST_THROUGHPUT);
        }

        @Override
        public String toString() {
            return "NumberSpec[" + phoneNumberId + "]";
        }
    }

    BusinessNumber(NumberSpec spec, long nowNanos) {
        this.spec = spec;
        this.bucket = new TokenBucket(spec.throughput(), nowNanos);
    }

    NumberSpec spec() {
        return spec;
    }

    String id() {
        return spec.phoneNumberId();
    }

    void update(NumberSpec newSpec, long nowNanos) {
        spec = newSpec;
        bucket.rate(newSpec.throughput(), nowNanos);
    }

    TokenBucket bucket() {
        return bucket;
    }

    SlidingSecond window() {
        return window;
    }

    PairRate pairs() {
        return pairs;
    }

    /**
     * Whether a window with this many sends breaks the throughput rule. An excess of 2 % (at least one message) is
     * attributed to the network, which may bring requests closer together than they were sent.
     */
    boolean tooManyIn(int sendsInOneSecond) {
        int tolerance = Math.max(1, (spec.throughput() + 49) / 50);
        return sendsInOneSecond > spec.throughput() + tolerance;
    }

    boolean windowOpen(String person, long nowMillis) {
        Long last = lastInbound.get(person);
        return last != null && nowMillis < last + UniquePeople.WINDOW_MILLIS;
    }

    void wrote(String person, long atMillis) {
        lastInbound.merge(person, atMillis, Math::max);
        if (lastInbound.size() >= sweepAt) {
            lastInbound.values().removeIf(last -> last + UniquePeople.WINDOW_MILLIS <= atMillis);
            sweepAt = Math.max(SWEEP_FROM, lastInbound.size() * 2);
        }
    }

    Map<String, Long> lastInbound() {
        return lastInbound;
    }

    void maintain(long untilNanos) {
        maintenanceUntilNanos = untilNanos;
    }

    boolean inMaintenance(long nowNanos) {
        Long until = maintenanceUntilNanos;
        return until != null && nowNanos - until < 0;
    }

    void countReceived() {
        received++;
    }

    void countAccepted() {
        accepted++;
    }

    void countRejected() {
        rejected++;
    }

    long received() {
        return received;
    }

    long accepted() {
        return accepted;
    }

    long rejected() {
        return rejected;
    }

    void resetCounters() {
        received = 0;
        accepted = 0;
        rejected = 0;
        window.resetPeak();
    }

    void forgetPeople() {
        lastInbound.clear();
        pairs.clear();
    }
}
