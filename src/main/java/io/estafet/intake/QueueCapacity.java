package io.estafet.intake;

import io.estafet.clock.Lateness;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.queue.Depths;
import io.estafet.queue.Queue;
import io.estafet.sender.Sender;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether the queue has capacity for more messages, and whether Redis is there at all. The depths of a number and of
 * its portfolio are read once and serve all messages for {@link IntakeConfig#depthAge()}; messages accepted since are
 * added. So a bound can be exceeded by what other replicas accept within that time. Thread-safe.
 */
final class QueueCapacity {

    private static final Logger LOG = Logger.getLogger(QueueCapacity.class);
    private static final String OUT_OF_MEMORY = "OOM";

    private final Map<SenderId, Look> senders = new ConcurrentHashMap<>();
    private final Map<PortfolioId, Look> portfolios = new ConcurrentHashMap<>();
    private final Queue queue;
    private final IntakeConfig config;
    private final LongSupplier nanoTime;
    private final Congestion congestion;
    private volatile long fullUntilNanos;

    /** @param nanoTime a clock that only moves forward */
    QueueCapacity(Queue queue, IntakeConfig config, LongSupplier nanoTime, Lateness lateness) {
        this.congestion = new Congestion(lateness, IntakeCode.REDIS_AWAY, config.redisPatience());
        this.queue = queue;
        this.config = config;
        this.nanoTime = nanoTime;
        this.fullUntilNanos = nanoTime.getAsLong();
    }

    /** Why a message for this number cannot be accepted now; empty when it can. Never fails. */
    Uni<Optional<IntakeCode>> refusal(Sender sender) {
        return Uni.createFrom().deferred(() -> {
            if (fullUntilNanos - nanoTime.getAsLong() > 0) {
                return Uni.createFrom().item(Optional.of(IntakeCode.QUEUE_FULL));
            }
            Look deep = look(sender);
            Look whole = whole(sender);
            return deep.depth()
                    .chain(one -> whole.depth().map(all -> judge(one, all)))
                    .onFailure()
                    .recoverWithItem(failure -> Optional.of(congestion.code(failure, deep.askedNanos)));
        });
    }

    /** A message was put into the number's queue. */
    void took(PortfolioId portfolio, SenderId sender) {
        congestion.answered();
        Optional.ofNullable(senders.get(sender)).ifPresent(look -> look.taken.incrementAndGet());
        Optional.ofNullable(portfolios.get(portfolio)).ifPresent(look -> look.taken.incrementAndGet());
    }

    /**
     * Redis did not take messages. Nothing more of the portfolio is accepted until its depth was read again. When Redis
     * was out of memory, nothing is accepted for {@link IntakeConfig#retryAfter()}.
     */
    void refused(PortfolioId portfolio, Throwable failure) {
        LOG.warnf("Redis did not take accepted messages, which will be swept later: %s", failure);
        String words = failure.getMessage();
        if (words != null && words.startsWith(OUT_OF_MEMORY)) {
            fullUntilNanos = nanoTime.getAsLong() + config.retryAfter().toNanos();
        }
        portfolios.remove(portfolio);
    }

    /** Why accepted messages of a portfolio did not reach the queue. */
    IntakeCode code(Throwable failure, long askedNanos) {
        return congestion.code(failure, askedNanos);
    }

    private Optional<IntakeCode> judge(long ofSender, long ofPortfolio) {
        boolean full = ofSender >= config.maxQueuedPerSender() || ofPortfolio >= config.maxQueuedPerPortfolio();
        return full ? Optional.of(IntakeCode.QUEUE_FULL) : Optional.empty();
    }

    private Look look(Sender sender) {
        return senders.compute(
                sender.id(),
                (id, known) -> fresh(known)
                        ? known
                        : new Look(queue.depths(sender.portfolio(), id).map(QueueCapacity::sum)));
    }

    private Look whole(Sender sender) {
        return portfolios.compute(sender.portfolio(), (id, known) -> fresh(known) ? known : new Look(queue.size(id)));
    }

    private boolean fresh(@Nullable Look look) {
        return look != null
                && nanoTime.getAsLong() - look.atNanos < config.depthAge().toNanos();
    }

    private static long sum(Depths depths) {
        long waiting =
                depths.waiting().values().stream().mapToLong(Long::longValue).sum();
        return waiting + depths.aside() + depths.taken();
    }

    /** One question, asked once; its answer serves all who ask within its age. */
    private final class Look {
        private final long atNanos = nanoTime.getAsLong();
        private final AtomicLong taken = new AtomicLong();
        private final long askedNanos = System.nanoTime();
        private final Uni<Long> answer;

        Look(Uni<Long> question) {
            this.answer = question.ifNoItem()
                    .after(config.redisPatience())
                    .fail()
                    .invoke(congestion::answered)
                    .memoize()
                    .indefinitely();
        }

        Uni<Long> depth() {
            return answer.map(known -> known + taken.get());
        }
    }
}
