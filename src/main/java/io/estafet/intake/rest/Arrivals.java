package io.estafet.intake.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.estafet.access.ApiKeyMechanism;
import io.estafet.clock.Lateness;
import io.estafet.intake.IntakeCode;
import io.estafet.intake.IntakeConfig;
import io.estafet.intake.IntakeMeters;
import io.estafet.intake.IntakeResult;
import io.estafet.intake.Source;
import io.estafet.message.TenantId;
import io.estafet.problem.Problem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets single messages in by slices of a few milliseconds. Thousands of messages that come at the same moment would
 * otherwise occupy an event loop for seconds, while the answers of Redis and PostgreSQL lie unread behind them. The
 * messages that wait are bounded in number and in time; a message beyond a bound is refused before anything is done for
 * it.
 */
@Singleton
final class Arrivals {

    private static final String PATH = "/v1/messages";
    /** Behind the filters that concern the reading of bodies. */
    private static final int PRIORITY = 500;
    /** The time for arrivals in one go; then everything else on the event loop has a turn. */
    private static final long SLICE_NANOS = Duration.ofMillis(5).toNanos();
    /** The shortest delay of a timer; whatever is ready to be read is read meanwhile. */
    private static final long REST_MILLIS = 1;

    private final Map<Thread, Lane> lanes = new ConcurrentHashMap<>();
    /**
     * Looked up when it is needed: an unusable API key must end the start with a one-line message, not fail here.
     */
    private final Provider<ApiKeyMechanism> keys;

    private final IntakeConfig config;
    private final WaitingPlaces places;
    private final IntakeMeters meters;
    private final Lateness lateness;
    private final Buffer refusal;

    Arrivals(
            Provider<ApiKeyMechanism> keys,
            IntakeConfig config,
            IntakeMeters meters,
            Lateness lateness,
            ObjectMapper mapper)
            throws JsonProcessingException {
        this.keys = keys;
        this.config = config;
        this.places = new WaitingPlaces(config.waiting());
        this.meters = meters;
        this.lateness = lateness;
        Problem busy = IntakeProblems.of(new IntakeResult.Unavailable(IntakeCode.BUSY, config.retryAfter()));
        this.refusal = Buffer.buffer(mapper.writeValueAsBytes(busy));
    }

    void register(@Observes Filters filters) {
        filters.register(this::arrive, PRIORITY);
    }

    /**
     * Lets everything but single messages pass. A caller without a key is refused at once, and takes no waiting place.
     */
    private void arrive(RoutingContext request) {
        Context own = Vertx.currentContext();
        boolean single = request.request().method().equals(HttpMethod.POST)
                && PATH.equals(request.request().path());
        Optional<TenantId> tenant = single && own != null
                ? Optional.ofNullable(request.request().getHeader(HttpHeaders.AUTHORIZATION))
                        .flatMap(header -> keys.get().tenant(header))
                : Optional.empty();
        tenant.ifPresentOrElse(
                known -> lanes.computeIfAbsent(Thread.currentThread(), loop -> new Lane(own))
                        .arrive(new Arrival(request, own, known, System.nanoTime())),
                request::next);
    }

    private void refuse(RoutingContext request) {
        meters.refused(Source.HTTP, IntakeCode.BUSY);
        long seconds = Math.max(1, config.retryAfter().toSeconds());
        request.response()
                .setStatusCode(IntakeCode.BUSY.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader("Retry-After", Long.toString(seconds))
                .end(refusal);
    }

    /** A request that waits, and its own context. */
    private record Arrival(RoutingContext request, Context own, TenantId tenant, long sinceNanos) {}

    /** The arrivals of one event loop; used on its thread only. */
    private final class Lane {

        private final Vertx vertx;
        private final Deque<Arrival> line = new ArrayDeque<>();
        private boolean resting;
        private long sliceNanos;
        private long spentNanos;

        Lane(Context own) {
            this.vertx = own.owner();
            VertxContext.getRootContext(own).runOnContext(start -> lateness.watch(vertx));
        }

        void arrive(Arrival arrival) {
            if (!resting && line.isEmpty()) {
                pass(arrival);
            } else if (places.take(arrival.tenant())) {
                arrival.request().request().pause();
                line.add(arrival);
            } else {
                refuse(arrival.request());
            }
        }

        private void pass(Arrival arrival) {
            long begun = System.nanoTime();
            if (begun - sliceNanos > 2 * SLICE_NANOS) {
                sliceNanos = begun;
                spentNanos = 0;
            }
            try {
                arrival.request().next();
            } finally {
                spentNanos += System.nanoTime() - begun;
                if (spentNanos > SLICE_NANOS && !resting) {
                    rest();
                }
            }
        }

        private void rest() {
            resting = true;
            vertx.setTimer(REST_MILLIS, timer -> {
                resting = false;
                sliceNanos = System.nanoTime();
                spentNanos = 0;
                next();
            });
        }

        /** Lets the next arrivals in, each on its own context: data of one request must not be visible to another. */
        private void next() {
            @Nullable Arrival arrival = resting ? null : line.poll();
            if (arrival != null) {
                places.leave(arrival.tenant());
                arrival.own().runOnContext(turn -> {
                    try {
                        enter(arrival);
                    } finally {
                        next();
                    }
                });
            }
        }

        private void enter(Arrival arrival) {
            if (arrival.request().response().closed()) {
                return;
            }
            boolean late = System.nanoTime() - arrival.sinceNanos()
                    > config.waitingPatience().toNanos();
            if (late) {
                refuse(arrival.request());
            } else {
                pass(arrival);
            }
        }
    }
}
