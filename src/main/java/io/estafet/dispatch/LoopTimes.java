package io.estafet.dispatch;

import io.estafet.admission.AdmissionConfig;
import io.estafet.delivery.Delivery;
import jakarta.inject.Singleton;
import java.time.Duration;

/** The times and bounds of all loops, as they follow from the settings of dispatch, admission and delivery. */
@Singleton
final class LoopTimes {

    private static final double SECOND_NANOS = 1e9;

    private final DispatchConfig config;
    private final AdmissionConfig admission;
    private final Duration longestRequest;

    /** @throws IllegalArgumentException when a lease could end before its request */
    LoopTimes(DispatchConfig config, AdmissionConfig admission, Delivery delivery) {
        this.config = config;
        this.admission = admission;
        this.longestRequest = delivery.longest();
        if (longestRequest.multipliedBy(2).compareTo(admission.lease()) >= 0) {
            throw new IllegalArgumentException("estafet.admission.lease (" + admission.lease()
                    + ") must be more than twice the longest request (" + longestRequest + ")");
        }
    }

    /** The most messages of one number between admission and acknowledgement. */
    int mostUnderWay() {
        return config.underWay();
    }

    /** The longest time without a take while there may be work. */
    Duration patrol() {
        return config.patrol();
    }

    /** The pause before something is tried again that must succeed. */
    Duration tryAgain() {
        return config.recordAgain();
    }

    /** How far ahead of their instants messages are admitted. */
    double aheadSeconds() {
        return admission.lead().plus(admission.horizon()).toNanos() / SECOND_NANOS;
    }

    /** The part of a number's throughput that is not used. */
    int headroomPerMille() {
        return admission.headroomPerMille();
    }

    /** How long after its take was asked for a request may begin, so that it is over before the lease is. */
    long lastStartNanos() {
        return admission.lease().minus(longestRequest).toNanos();
    }

    /** How long after its instant a request may begin. */
    long lateStartNanos() {
        return config.lateStart().toNanos();
    }

    /** The longest a request can be under way. */
    Duration longestRequest() {
        return longestRequest;
    }

    /** The time from a take until no request of its attempts can be under way. */
    Duration attemptTime() {
        return admission.lease();
    }
}
