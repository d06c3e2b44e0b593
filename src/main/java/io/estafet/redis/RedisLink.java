package io.estafet.redis;

import io.estafet.clock.LastTime;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The connection to Redis. The Vert.x client has no command timeout and can hang while connecting, so that every call
 * here has a deadline, and a client that stays silent several times in a row is replaced. Answers arrive on the
 * caller's context.
 */
public final class RedisLink implements AutoCloseable {

    /**
     * The largest batch. A batch above 2,048 commands fails as a whole in the client; a size far below it keeps a batch
     * short on the server.
     */
    public static final int MAX_BATCH = 500;

    private static final Logger LOG = Logger.getLogger(RedisLink.class);
    private static final int SILENCES_BEFORE_REPLACEMENT = 3;

    private final Vertx vertx;
    private final RedisOptions options;
    private final long deadlineMillis;
    private volatile Redis client;
    private final AtomicInteger silences = new AtomicInteger();
    private final LastTime answered = new LastTime();

    public RedisLink(Vertx vertx, RedisConfig config) {
        this.vertx = vertx;
        this.deadlineMillis = config.deadline().toMillis();
        this.options = new RedisOptions()
                .setType(config.clientType())
                .setMasterName(config.masterName())
                .setMaxPoolSize(config.poolSize())
                .setMaxPoolWaiting(config.poolWaiting())
                .setMaxWaitingHandlers(config.poolWaiting());
        config.hosts().ifPresent(hosts -> hosts.forEach(options::addConnectionString));
        options.getNetClientOptions().setConnectTimeout((int) deadlineMillis).setTcpNoDelay(true);
        this.client = Redis.createClient(vertx, options);
    }

    /** Sends one command. */
    public Uni<Response> send(Request request) {
        return call(redis -> redis.send(request));
    }

    /** Completes when Redis answers. */
    public Uni<Void> ping() {
        return send(Command.PING).replaceWithVoid();
    }

    /** Sends one command with texts as arguments. */
    public Uni<Response> send(Command command, String... arguments) {
        return send(request(command, arguments));
    }

    /** Sends commands on one connection without waiting in between; at most {@link #MAX_BATCH}. */
    public Uni<List<Response>> batch(List<Request> requests) {
        return requests.isEmpty() ? Uni.createFrom().item(List.of()) : call(redis -> redis.batch(requests));
    }

    /** Appends texts to a list, as any program may do with the public intake. */
    public Uni<Void> push(String list, List<String> texts) {
        Request push = request(Command.RPUSH, list);
        texts.forEach(push::arg);
        return send(push).replaceWithVoid();
    }

    /** Runs a script by its digest; sends its text when Redis does not have it. */
    public Uni<Response> eval(Script script, List<String> keys, List<String> arguments) {
        return send(evaluation(Command.EVALSHA, script.sha1(), keys, arguments))
                .onFailure(RedisLink::isScriptMissing)
                .recoverWithUni(() -> send(evaluation(Command.EVAL, script.source(), keys, arguments)));
    }

    public static Request request(Command command, String... arguments) {
        Request request = Request.cmd(command);
        for (String argument : arguments) {
            request.arg(argument);
        }
        return request;
    }

    /** True for a command that found a key of another type than it expects. */
    public static boolean isOfWrongType(Throwable failure) {
        return String.valueOf(failure.getMessage()).contains("WRONGTYPE");
    }

    @Override
    public void close() {
        client.close();
    }

    private static Request evaluation(Command command, String script, List<String> keys, List<String> arguments) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(request::arg);
        return request;
    }

    private static boolean isScriptMissing(Throwable failure) {
        return String.valueOf(failure.getMessage()).startsWith("NOSCRIPT");
    }

    private <T> Uni<T> call(Function<Redis, Future<T>> command) {
        return Uni.createFrom().emitter(emitter -> {
            Redis redis = client;
            withDeadline(redis, command).onComplete(emitter::complete, emitter::fail);
        });
    }

    private <T> Future<T> withDeadline(Redis redis, Function<Redis, Future<T>> command) {
        Promise<T> answer = Promise.promise();
        long asked = System.nanoTime();
        long timer = vertx.setTimer(deadlineMillis, id -> {
            // When Redis has answered other commands meanwhile, it is there: the connections are all in use, or this
            // replica is late.
            if (answered.isSince(asked)) {
                answer.tryFail(new RedisBusyException(deadlineMillis));
            } else if (answer.tryFail(new RedisSilentException(deadlineMillis))) {
                noteSilence(redis);
            }
        });
        command.apply(redis).onComplete(result -> {
            if (vertx.cancelTimer(timer)) {
                silences.setPlain(0);
            }
            if (result.succeeded()) {
                answered.note();
                answer.tryComplete(result.result());
            } else {
                answer.tryFail(result.cause());
            }
        });
        return answer.future();
    }

    private void noteSilence(Redis silent) {
        if (silences.incrementAndGet() >= SILENCES_BEFORE_REPLACEMENT) {
            replace(silent);
        }
    }

    private synchronized void replace(Redis silent) {
        if (client != silent) {
            return;
        }
        LOG.warnf(
                "Redis stayed silent %d times for %d ms; its client is replaced",
                SILENCES_BEFORE_REPLACEMENT, deadlineMillis);
        silences.set(0);
        client = Redis.createClient(vertx, options);
        silent.close();
    }
}
