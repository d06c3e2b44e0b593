package io.estafet;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Reports this replica's own state only: an outage that all replicas share must not take all of them out of service.
 */
@Singleton
@Readiness
final class StartedCheck implements HealthCheck {

    private final io.estafet.Readiness readiness;

    StartedCheck(io.estafet.Readiness readiness) {
        this.readiness = readiness;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("started").status(readiness.isReady()).build();
    }
}
