package io.estafet.dispatch;

import io.estafet.admission.AdmissionConfig;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import java.time.Duration;
import java.util.UUID;

/** What all loops of this replica share. */
final class Engine {

    private static final double SECOND_NANOS = 1e9;

    private final DispatchConfig config;
    private final AdmissionConfig admission;
    private final DispatchMeters meters;
    private final SendRates rates;
    private final LeaseRecovery leaseRecovery;
    private final Rebuild rebuild;
    private final Duration longestRequest;
    /** This run of this replica: a lease of an earlier run is not ours. */
    private final String owner = UUID.randomUUID().toString();

    Engine(
            Stations stations,
            DispatchConfig config,
            AdmissionConfig admission,
            DispatchMeters meters,
            SendRates rates) {
        this.config = config;
        this.admission = admission;
        this.meters = meters;
        this.rates = rates;
        this.longestRequest = stations.delivery().longest();
        this.leaseRecovery = new LeaseRecovery(stations, this);
        this.rebuild = new Rebuild(stations, this);
        if (longestRequest.multipliedBy(2).compareTo(admission.lease()) >= 0) {
            throw new IllegalArgumentException("estafet.admission.lease (" + admission.lease()
                    + ") must be more than twice the longest request (" + longestRequest + ")");
        }
    }

    DispatchConfig config() {
        return config;
    }

    String owner() {
        return owner;
    }

    DispatchMeters meters() {
        return meters;
    }

    SendRates rates() {
        return rates;
    }

    LeaseRecovery leaseRecovery() {
        return leaseRecovery;
    }

    /**
     * Requests a rebuild of a portfolio because a take found one of its keys missing.
     *
     * @param number the number whose take found it
     * @param missing the key that is not whole
     */
    void rebuild(PortfolioId portfolio, SenderId number, String missing) {
        rebuild.request(portfolio, number, missing);
    }

    /**
     * Requests a rebuild of a portfolio even if it is marked as ready: a take could not read it. A rebuild deletes all
     * its keys first, whatever their types are.
     *
     * @param cause what the take could not read
     */
    void rebuildDamaged(PortfolioId portfolio, SenderId number, String cause) {
        rebuild.distrust(portfolio);
        rebuild.request(portfolio, number, cause);
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

    /** The longest a request can be under way. */
    Duration longestRequest() {
        return longestRequest;
    }

    long lateStartNanos() {
        return config.lateStart().toNanos();
    }

    /** The time from a take until no request of its attempts can be under way. */
    Duration attemptTime() {
        return admission.lease();
    }

    Duration pairInterval() {
        return admission.pairInterval();
    }

    /** Attempts older than this cannot count against the pair rate any more. */
    Duration pairMemory() {
        return admission.pairInterval().multipliedBy(admission.pairBurst() + 1L);
    }
}
