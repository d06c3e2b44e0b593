package io.estafet.dispatch;

import io.estafet.admission.Admission;
import io.estafet.admission.Taken;
import io.estafet.delivery.Delivery;
import io.estafet.delivery.DeliveryResult;
import io.estafet.delivery.TestConfigs;
import io.estafet.journal.AcceptResult;
import io.estafet.journal.AdmissionDecision;
import io.estafet.journal.AttemptOutcome;
import io.estafet.journal.Journal;
import io.estafet.journal.NewMessage;
import io.estafet.journal.RightToSend;
import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.TenantId;
import io.estafet.metrics.SenderLabel;
import io.estafet.queue.Entry;
import io.estafet.queue.LeaseOwner;
import io.estafet.queue.Settlement;
import io.estafet.queue.Wakes;
import io.estafet.queue.Wakes.News;
import io.estafet.sender.AccessToken;
import io.estafet.sender.Portfolio;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The ports of the loop as small recorded implementations. A call is written down in {@link #calls} when it is
 * subscribed to, and is answered by a function that a test may replace.
 */
public final class RecordedPorts implements AutoCloseable {

    public static final PortfolioId PORTFOLIO = new PortfolioId("portfolio");
    public static final SenderId SENDER = new SenderId("number");

    public final Signals signals = new Signals();
    public final List<String> calls = signals.calls;
    public final List<List<AttemptOutcome>> recorded = new CopyOnWriteArrayList<>();
    public final List<RightToSend.Claim> claimed = new CopyOnWriteArrayList<>();
    public final List<Delivery.DeliveryRequest> requests = new CopyOnWriteArrayList<>();
    public final List<AdmissionDecision> decided = new CopyOnWriteArrayList<>();
    /** The numbers that were woken, call by call. */
    public final List<Collection<SenderId>> woken = new CopyOnWriteArrayList<>();

    /** The answers to takes; when there is none left, a take finds nothing. */
    public final BlockingQueue<Taken> takes = new LinkedBlockingQueue<>();

    public final AtomicReference<Function<List<AttemptOutcome>, Uni<Void>>> record =
            new AtomicReference<>(outcomes -> Uni.createFrom().voidItem());
    public final AtomicReference<Function<List<RightToSend.Claim>, Uni<Map<MessageId, RightToSend.Right>>>> claim =
            new AtomicReference<>(claims -> Uni.createFrom().item(all(claims)));
    public final AtomicReference<Supplier<Taken>> noMoreTakes = new AtomicReference<>(RecordedPorts::nothing);
    public final List<Ask> asked = new CopyOnWriteArrayList<>();
    /** Whether the journal records a decision. */
    public final AtomicReference<Predicate<AdmissionDecision>> decide = new AtomicReference<>(decision -> true);

    public final AtomicReference<Delivery> deliver = new AtomicReference<>(new Accepting());
    /** The answer to a poll for hints behind a number. */
    public final AtomicReference<LongFunction<News>> news;

    public final AtomicReference<List<Sender>> senders;
    public final List<Portfolio> portfolios = new CopyOnWriteArrayList<>();
    public final AtomicLong version = new AtomicLong();

    public final SenderBook book = new Book();
    public final RecordedQueue queue = new RecordedQueue(signals);
    public final Wakes wakes = new RecordedWakes();
    public final Admission admission = new RecordedAdmission();
    public final Journal journal = new RecordedJournal();
    public final RecordedOpenMessages openMessages = new RecordedOpenMessages(signals);
    public final RecordedRestoring restoring = new RecordedRestoring(signals);
    public final Delivery delivery = new RecordedDelivery();
    public final RightToSend rights = this::claim;
    public final LeaseOwner owner = new LeaseOwner();
    public final MeterRegistry registry = new SimpleMeterRegistry();
    public final SenderLabel label = new SenderLabel(new TestConfigs.Metrics(), InstantSource.system());

    private final Vertx vertx = Vertx.vertx();
    public final Context context = vertx.getOrCreateContext();

    /** One take. */
    public record Ask(SenderId sender, int most) {}

    public RecordedPorts() {
        senders = new AtomicReference<>(List.of(number(SENDER)));
        news = new AtomicReference<>(after -> new News(after, Set.of(owner.id()), List.of()));
    }

    /** A registered number of the portfolio. */
    public static Sender number(SenderId id) {
        return number(id, PORTFOLIO);
    }

    public static Sender number(SenderId id, PortfolioId portfolio) {
        return new Sender(
                id,
                new TenantId("tenant"),
                portfolio,
                "waba",
                "+1",
                URI.create("http://127.0.0.1:9"),
                new AccessToken("token"),
                1_000,
                Optional.empty(),
                false,
                true);
    }

    private Uni<Map<MessageId, RightToSend.Right>> claim(List<RightToSend.Claim> claims) {
        return signals.call("claim", () -> {
            claimed.addAll(claims);
            return claim.get().apply(claims);
        });
    }

    public Vertx vertx() {
        return vertx;
    }

    public Sender sender() {
        return senders.get().get(0);
    }

    /** Runs on the loop's context and waits for its end. */
    public void onLoop(Runnable step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        context.runOnContext(v -> {
            try {
                step.run();
                done.complete(null);
            } catch (RuntimeException | Error failure) {
                done.completeExceptionally(failure);
            }
        });
        done.orTimeout(10, TimeUnit.SECONDS).join();
    }

    public static Map<MessageId, RightToSend.Right> all(List<RightToSend.Claim> claims) {
        return claims.stream()
                .collect(Collectors.toMap(
                        granted -> granted.attempt().message(),
                        granted -> new RightToSend.Right(
                                granted.attempt(), "+6281200000001", new byte[] {'{', '}'}, 0, 0)));
    }

    /** All settlements, in the order in which they came. */
    public List<Settlement> settlements() {
        return queue.settled.stream()
                .flatMap(call -> call.settlements().stream())
                .toList();
    }

    /** All outcomes, in the order in which they came, those that were tried again included. */
    public List<AttemptOutcome> outcomes() {
        return recorded.stream().flatMap(List::stream).toList();
    }

    /** The messages that were handed over, in order. */
    public List<MessageId> delivered() {
        return requests.stream().map(request -> request.attempt().message()).toList();
    }

    /** The next take admits these messages, with an instant that is this long after it. */
    public void admit(Duration ahead, Entry... entries) {
        long now = System.currentTimeMillis();
        List<Taken.Admitted> admitted = Arrays.stream(entries)
                .map(entry -> new Taken.Admitted(entry, (now + ahead.toMillis()) * 1_000, true))
                .toList();
        takes.add(new Taken(Optional.empty(), 0, now, Long.MAX_VALUE, admitted, List.of(), List.of(), List.of()));
    }

    /** A take that finds nothing. */
    public static Taken nothing() {
        return new Taken(
                Optional.empty(),
                0,
                System.currentTimeMillis(),
                Long.MAX_VALUE,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** An API that accepts every message. */
    public static class Accepting implements Delivery {

        @Override
        public Uni<DeliveryResult> deliver(DeliveryRequest request, Runnable leaving) {
            leaving.run();
            return Uni.createFrom().item(new DeliveryResult.Sent("wamid", Optional.empty(), Optional.empty()));
        }

        @Override
        public Duration longest() {
            return Duration.ofSeconds(5);
        }
    }

    private final class Book implements SenderBook {

        @Override
        public Optional<Sender> find(SenderId id) {
            return senders.get().stream().filter(known -> known.id().equals(id)).findFirst();
        }

        @Override
        public Optional<Portfolio> find(PortfolioId id) {
            return portfolios.stream().filter(known -> known.id().equals(id)).findFirst();
        }

        @Override
        public Collection<Sender> senders() {
            return senders.get();
        }

        @Override
        public Collection<Sender> senders(PortfolioId portfolio) {
            return senders.get().stream()
                    .filter(known -> known.portfolio().equals(portfolio))
                    .toList();
        }

        @Override
        public long version() {
            return version.get();
        }
    }

    private final class RecordedAdmission implements Admission {

        @Override
        public Uni<Taken> take(PortfolioId portfolio, SenderId number, String owner, int most) {
            asked.add(new Ask(number, most));
            return signals.done("take", () -> Optional.ofNullable(takes.poll()).orElseGet(noMoreTakes.get()));
        }
    }

    private final class RecordedDelivery implements Delivery {

        @Override
        public Uni<DeliveryResult> deliver(DeliveryRequest request, Runnable leaving) {
            return signals.call("deliver", () -> {
                requests.add(request);
                return deliver.get().deliver(request, leaving);
            });
        }

        @Override
        public Duration longest() {
            return deliver.get().longest();
        }
    }

    private final class RecordedJournal implements Journal {

        @Override
        public Uni<List<AcceptResult>> accept(List<NewMessage> messages) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<List<Optional<AcceptResult>>> earlier(List<KeyUse> uses, Instant now) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<List<Boolean>> decide(List<AdmissionDecision> decisions) {
            return signals.done("decide", () -> {
                decided.addAll(decisions);
                return decisions.stream().map(decide.get()::test).toList();
            });
        }

        @Override
        public Uni<Void> record(List<AttemptOutcome> outcomes) {
            return signals.call("record", () -> {
                recorded.add(List.copyOf(outcomes));
                return record.get().apply(outcomes);
            });
        }
    }

    private final class RecordedWakes implements Wakes {

        @Override
        public Uni<Void> wake(PortfolioId portfolio, Collection<SenderId> senders) {
            return signals.call("wake", () -> {
                woken.add(List.copyOf(senders));
                return Uni.createFrom().voidItem();
            });
        }

        @Override
        public Uni<News> poll(String replica, long after) {
            return signals.done("poll", () -> news.get().apply(after));
        }
    }
}
