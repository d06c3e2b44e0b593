package io.estafet;

import io.estafet.clock.ClockLifecycle;
import io.estafet.directory.DirectoryLifecycle;
import io.estafet.dispatch.DispatchLifecycle;
import io.estafet.intake.redis.IntakeLifecycle;
import io.estafet.outcome.postgres.Migrations;
import io.estafet.outcome.postgres.Partitions;
import io.estafet.redis.RedisLink;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Starts and ends the program, in order: the schema, Redis, the directory's books, dispatch, the
 * intake list; and back. A server that
 * cannot be reached is waited for, then named in one line, and the program ends.
 */
@ApplicationScoped
public class ProgramLifecycle {

    private static final Logger LOG = Logger.getLogger(ProgramLifecycle.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final long PARTITIONS_MILLIS = Duration.ofHours(1).toMillis();

    private final ProgramConfig config;
    private final Config settings;
    private final Vertx vertx;
    private final InstantSource clock;
    private final Partitions partitions;
    private final RedisLink redis;
    private final DirectoryLifecycle directory;
    private final DispatchLifecycle dispatch;
    private final IntakeLifecycle intake;
    private final Readiness readiness;
    private final ClockLifecycle clockLifecycle;

    ProgramLifecycle(
            ProgramConfig config,
            Config settings,
            Vertx vertx,
            InstantSource clock,
            Partitions partitions,
            RedisLink redis,
            DirectoryLifecycle directory,
            DispatchLifecycle dispatch,
            IntakeLifecycle intake,
            Readiness readiness,
            ClockLifecycle clockLifecycle) {
        this.config = config;
        this.settings = settings;
        this.vertx = vertx;
        this.clock = clock;
        this.partitions = partitions;
        this.redis = redis;
        this.directory = directory;
        this.dispatch = dispatch;
        this.intake = intake;
        this.readiness = readiness;
        this.clockLifecycle = clockLifecycle;
    }

    void start(@Observes StartupEvent event) {
        clockLifecycle.start();
        Uni<Void> started = untilTimeout("PostgreSQL", migrate())
                .chain(() -> untilTimeout("PostgreSQL", Uni.createFrom().deferred(() -> partitions.ensure(clock))))
                .chain(() -> untilTimeout("Redis", redis.send(Command.PING).replaceWithVoid()))
                .chain(() -> untilTimeout("PostgreSQL", Uni.createFrom().deferred(directory::start)))
                .invoke(dispatch::start)
                .invoke(intake::start);
        started.subscribe().with(done -> started(), this::giveUp);
    }

    void stop(@Observes ShutdownEvent event) {
        readiness.set(false);
        CountDownLatch drained = new CountDownLatch(1);
        intake.stop()
                .chain(dispatch::drain)
                .subscribe()
                .with(done -> drained.countDown(), failure -> drained.countDown());
        try {
            if (!drained.await(config.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("not drained");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        directory.stop();
    }

    private void started() {
        vertx.setPeriodic(PARTITIONS_MILLIS, timer -> keepPartitions());
        readiness.set(true);
        LOG.info("ready");
    }

    private void keepPartitions() {
        partitions
                .ensure(clock)
                .chain(() -> partitions.clean(clock))
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("partitions not kept cause=%s", failure));
    }

    private Uni<Void> migrate() {
        return Uni.createFrom()
                .emitter(emitter -> vertx.<Void>executeBlocking(() -> {
                            new Migrations(
                                            setting("quarkus.datasource.reactive.url"),
                                            setting("quarkus.datasource.username"),
                                            setting("quarkus.datasource.password"))
                                    .migrate();
                            return null;
                        })
                        .onComplete(emitter::complete, emitter::fail));
    }

    private String setting(String name) {
        return settings.getOptionalValue(name, String.class).orElse("");
    }

    private Uni<Void> untilTimeout(String server, Uni<Void> step) {
        return step.onFailure()
                .invoke(failure -> LOG.infof("waiting for %s: %s", server, failure.getMessage()))
                .onFailure()
                .retry()
                .withBackOff(AGAIN, AGAIN)
                .expireIn(config.timeout().toMillis());
    }

    private void giveUp(Throwable failure) {
        LOG.errorf(failure, "Estafet cannot start: %s", failure.getMessage());
        Quarkus.asyncExit(1);
    }
}
