package io.estafet.admission;

import io.estafet.admission.redis.AdmissionScripts;
import io.estafet.embedded.RedisServer;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.queue.Entry;
import io.estafet.queue.Settlement;
import io.estafet.queue.redis.QueueScripts;
import io.estafet.recipient.ConsentByte;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.template.TemplateStatus;
import io.estafet.testing.TestLink;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * The real scripts on a real Redis, with the test's clock: Redis' time stands still at {@link #EPOCH_MILLIS}, and every
 * script adds {@link #now} minus it. What they read of the directory is written here by hand.
 */
final class Rig implements AutoCloseable {

    static final long EPOCH_MILLIS = 1_800_000_000_000L;
    static final long DAY = Duration.ofDays(1).toMillis();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final RedisLink redis;
    private final QueueScripts queue;
    private final AdmissionScripts admission;
    private long idsGiven;

    long now = EPOCH_MILLIS;

    private Rig(Vertx vertx, RedisLink redis, AdmissionConfig config, UnaryOperator<String> change) {
        UnaryOperator<String> frozen =
                text -> change.apply(text.replace("redis.call('TIME')", "{'" + EPOCH_MILLIS / 1_000 + "', '0'}"));
        this.vertx = vertx;
        this.redis = redis;
        this.queue = new QueueScripts(redis, frozen);
        this.admission = new AdmissionScripts(redis, config, frozen);
    }

    static Rig on(RedisServer server, AdmissionConfig config) {
        Vertx vertx = Vertx.vertx();
        RedisLink link = TestLink.to(server, vertx);
        return new Rig(vertx, link, config, UnaryOperator.identity());
    }

    /** The same connection, with scripts that are broken on purpose. */
    Rig with(AdmissionConfig config, UnaryOperator<String> change) {
        return new Rig(vertx, redis, config, change);
    }

    // The directory's projection ---------------------------------------------------------------------------------

    /** A portfolio about which everything is known; -1 for no limit. */
    void know(PortfolioId portfolio, long limit) {
        Keys keys = Keys.of(portfolio);
        List<Request> requests = new ArrayList<>();
        requests.add(RedisLink.request(Command.HSET, keys.portfolio(), "limit", "" + limit));
        requests.add(RedisLink.request(Command.HSET, keys.templates(), "!", "1"));
        requests.add(RedisLink.request(Command.ZADD, keys.suppressed(), "inf", "0"));
        requests.add(RedisLink.request(Command.SETRANGE, keys.consent(), "0").arg(new byte[] {(byte) 0xA5}));
        requests.addAll(marks(keys.parts()));
        requests.add(RedisLink.request(Command.SET, keys.ready(), runId() + ":7"));
        batch(requests);
    }

    private String runId() {
        return send(Command.INFO, "server").toString().replaceAll("(?s).*run_id:(\\w+).*", "$1");
    }

    /** As a rebuild marks them, except that the pace begins at once. */
    private static List<Request> marks(List<Keys.Part> parts) {
        return parts.stream().flatMap(part -> mark(part).stream()).toList();
    }

    private static Optional<Request> mark(Keys.Part part) {
        return switch (part.mark()) {
            case LAST -> Optional.of(RedisLink.request(Command.ZADD, part.key(), "inf", "0"));
            case FIRST -> Optional.of(RedisLink.request(Command.ZADD, part.key(), "0", "0"));
            case FIELD -> Optional.of(RedisLink.request(Command.HSET, part.key(), "0", "1"));
            case MEMBER, NUMBERS -> Optional.of(RedisLink.request(Command.SADD, part.key(), "0"));
            case PLACE -> Optional.of(RedisLink.request(Command.SET, part.key(), "" + Keys.FIRST_PLACE));
            case PACE -> Optional.of(RedisLink.request(Command.SET, part.key(), "0"));
            case NONE, KEPT -> Optional.empty();
        };
    }

    void limit(PortfolioId portfolio, long limit) {
        send(Command.HSET, Keys.of(portfolio).portfolio(), "limit", "" + limit);
    }

    void know(PortfolioId portfolio, SenderId sender, int throughput, long daily) {
        Keys keys = Keys.of(portfolio);
        String[] settings = {keys.sender(sender), "throughput", "" + throughput, "dailyLimit", "" + daily, "paused", "0"
        };
        List<Request> requests = new ArrayList<>();
        requests.add(RedisLink.request(Command.HSET, settings));
        requests.add(RedisLink.request(Command.ZADD, keys.window(sender), "inf", "0"));
        requests.addAll(marks(keys.parts(sender)));
        batch(requests);
    }

    void paused(PortfolioId portfolio, SenderId sender, boolean paused) {
        send(Command.HSET, Keys.of(portfolio).sender(sender), "paused", paused ? "1" : "0");
    }

    void template(PortfolioId portfolio, String template, Optional<TemplateStatus> status) {
        String key = Keys.of(portfolio).templates();
        if (status.isPresent()) {
            send(Command.HSET, key, template, "" + status.get().code());
        } else {
            send(Command.HDEL, key, template);
        }
    }

    /** A pause that ends by itself. */
    void pausedTemplate(PortfolioId portfolio, String template, long until) {
        send(Command.HSET, Keys.of(portfolio).templates(), template, TemplateStatus.PAUSED.code() + "" + until);
    }

    /** @param letter r for everything, m for marketing */
    void suppress(PortfolioId portfolio, PersonId person, char letter, long until) {
        send(Command.ZADD, Keys.of(portfolio).suppressed(), "" + until, letter + "" + person);
    }

    void consent(PortfolioId portfolio, PersonId person, ConsentByte consent) {
        redis(RedisLink.request(Command.SETRANGE, Keys.of(portfolio).consent(), person.toString())
                .arg(new byte[] {(byte) consent.value()}));
    }

    // The scripts ------------------------------------------------------------------------------------------------

    int enqueue(PortfolioId portfolio, List<Entry> entries) {
        SenderId sender = entries.get(0).sender();
        return wait(queue.enqueue(portfolio, sender, offset(), entries, Collections.nCopies(entries.size(), 0L)));
    }

    int enqueueTaken(PortfolioId portfolio, Entry entry, long leaseUntil) {
        return wait(queue.enqueue(portfolio, entry.sender(), offset(), List.of(entry), List.of(leaseUntil)));
    }

    Taken take(PortfolioId portfolio, SenderId sender, String owner, int most) {
        return wait(taking(portfolio, sender, owner, most));
    }

    Uni<Taken> taking(PortfolioId portfolio, SenderId sender, String owner, int most) {
        return admission.take(portfolio, sender, offset(), owner, most);
    }

    int settle(PortfolioId portfolio, SenderId sender, String owner, List<Settlement> settlements) {
        return wait(queue.settle(portfolio, sender, offset(), owner, settlements));
    }

    Set<MessageId> withdraw(PortfolioId portfolio, SenderId sender, Collection<MessageId> ids) {
        return wait(queue.withdraw(portfolio, sender, ids));
    }

    int release(PortfolioId portfolio, SenderId sender, Collection<MessageId> ids) {
        return wait(queue.release(portfolio, sender, ids));
    }

    int changeCharge(PortfolioId portfolio, SenderId sender, PersonId person, MessageId id, long counted) {
        return wait(admission.changeCharge(portfolio, sender, offset(), person, id, counted));
    }

    int openWindow(PortfolioId portfolio, SenderId sender, PersonId person, long ends) {
        return wait(admission.openWindow(portfolio, sender, offset(), person, ends));
    }

    int pause(PortfolioId portfolio, SenderId sender, String reason, long began, long until) {
        return wait(admission.setPause(portfolio, sender, offset(), reason, began, until));
    }

    // Redis itself -----------------------------------------------------------------------------------------------

    Response send(Command command, String... arguments) {
        return redis(RedisLink.request(command, arguments));
    }

    Response redis(Request request) {
        return wait(redis.send(request));
    }

    List<Response> batch(List<Request> requests) {
        return wait(redis.batch(requests));
    }

    <T> T wait(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    /** The next id; ids sort in the order in which they were given. */
    MessageId nextId() {
        return new MessageId(new UUID(EPOCH_MILLIS << 16 | 0x7000, 0x8000000000000000L | ++idsGiven));
    }

    private long offset() {
        return now - EPOCH_MILLIS;
    }

    @Override
    public void close() {
        redis.close();
        wait(Uni.createFrom().completionStage(vertx.close().toCompletionStage()));
    }
}
