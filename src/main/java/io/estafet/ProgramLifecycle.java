package io.estafet;

import io.estafet.access.ApiKeyMechanism;
import io.estafet.access.UnusableKeyException;
import io.estafet.directory.UnreadableTokensException;
import io.estafet.journal.postgres.Migrations;
import io.estafet.journal.postgres.Partitions;
import io.estafet.redis.RedisLink;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Starts and ends the program. The schema and Redis come first, then the parts in their order. A server that cannot be
 * reached is waited for. After the timeout it is named in one line, and the program ends.
 */
@ApplicationScoped
public class ProgramLifecycle {

    private static final Logger LOG = Logger.getLogger(ProgramLifecycle.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final long PARTITIONS_MILLIS = Duration.ofHours(1).toMillis();

    private static final Server POSTGRES = new Server("PostgreSQL", "quarkus.datasource.reactive.url");
    private static final Server REDIS = new Server("Redis", "estafet.redis.hosts");

    private final ProgramConfig config;
    private final Config settings;
    /**
     * Made at the start. Otherwise the first request would make it, and a malformed API key would fail every request.
     */
    private final Provider<ApiKeyMechanism> apiKeys;

    private final Vertx vertx;
    private final InstantSource clock;
    private final Partitions partitions;
    private final RedisLink redis;
    private final Parts parts;
    private final Readiness readiness;

    ProgramLifecycle(
            ProgramConfig config,
            Config settings,
            Provider<ApiKeyMechanism> apiKeys,
            Vertx vertx,
            InstantSource clock,
            Partitions partitions,
            RedisLink redis,
            Parts parts,
            Readiness readiness) {
        this.config = config;
        this.settings = settings;
        this.apiKeys = apiKeys;
        this.vertx = vertx;
        this.clock = clock;
        this.partitions = partitions;
        this.redis = redis;
        this.parts = parts;
        this.readiness = readiness;
    }

    void start(@Observes StartupEvent event) {
        Uni<Void> started = Uni.createFrom()
                .item(apiKeys::get)
                .chain(() -> untilTimeout(POSTGRES, migrate()))
                .chain(() -> untilTimeout(POSTGRES, Uni.createFrom().deferred(() -> partitions.ensure(clock))))
                .chain(() -> untilTimeout(REDIS, redis.ping()))
                .chain(() -> untilTimeout(POSTGRES, Uni.createFrom().deferred(parts::load)))
                .chain(parts::start);
        started.subscribe().with(done -> started(), this::giveUp);
    }

    void stop(@Observes ShutdownEvent event) {
        readiness.set(false);
        CountDownLatch stopped = new CountDownLatch(1);
        parts.stop().subscribe().with(done -> stopped.countDown(), failure -> stopped.countDown());
        try {
            if (!stopped.await(config.stop().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("not drained in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void started() {
        vertx.setPeriodic(PARTITIONS_MILLIS, timer -> keepPartitions());
        readiness.set(true);
        LOG.info("ready");
        parts.ready();
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

    private Uni<Void> untilTimeout(Server server, Uni<Void> step) {
        return step.onFailure(ProgramLifecycle::mayPass)
                .invoke(failure -> LOG.infof("waiting for %s: %s", server.name(), ServerAwayException.cause(failure)))
                .onFailure(ProgramLifecycle::mayPass)
                .retry()
                .withBackOff(AGAIN, AGAIN)
                .expireIn(config.timeout().toMillis())
                .onFailure(ProgramLifecycle::mayPass)
                .transform(failure -> away(server, failure));
    }

    /** Waiting may help against a server's failure, but not against a wrong key. */
    private static boolean mayPass(Throwable failure) {
        return !(failure instanceof UnreadableTokensException);
    }

    private ServerAwayException away(Server server, Throwable failure) {
        return new ServerAwayException(server.name(), setting(server.address()), config.timeout(), failure);
    }

    private void giveUp(Throwable failure) {
        if (failure instanceof ServerAwayException
                || failure instanceof UnreadableTokensException
                || failure instanceof UnusableKeyException) {
            LOG.errorf("Estafet cannot start: %s", failure.getMessage());
        } else {
            LOG.errorf(failure, "Estafet cannot start: %s", failure.getMessage());
        }
        Quarkus.asyncExit(1);
    }

    /** @param address the setting that holds the server's address */
    private record Server(String name, String address) {}
}
