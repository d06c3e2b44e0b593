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
import io.estafet.journal.OpenMessage;
import io.estafet.journal.OpenMessages;
import io.estafet.journal.RightToSend;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.TenantId;
import io.estafet.metrics.SenderLabel;
import io.estafet.queue.Depths;
import io.estafet.queue.Entry;
import io.estafet.queue.LeaseOwner;
import io.estafet.queue.Queue;
import io.estafet.queue.Settlement;
import io.estafet.queue.Wakes;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The ports of the loop as small recorded implementations. A call is written down in {@link #calls} when it is
 * subscribed to, and is answered by a function that a test may replace.
 */
public final class RecordedPorts implements AutoCloseable {

    public static final PortfolioId PORTFOLIO = new PortfolioId("portfolio");
    public static final SenderId SENDER = new SenderId("number");

    public final List<String> calls = new CopyOnWriteArrayList<>();
    public final List<List<AttemptOutcome>> recorded = new CopyOnWriteArrayList<>();
    public final List<List<Settlement>> settled = new CopyOnWriteArrayList<>();
    public final List<RightToSend.Claim> claimed = new CopyOnWriteArrayList<>();
    public final List<MessageId> delivered = new CopyOnWriteArrayList<>();
    /** What the journal knows of open messages. */
    public final List<OpenMessage> open = new CopyOnWriteArrayList<>();

    public final BlockingQueue<Taken> takes = new LinkedBlockingQueue<>();

    public final AtomicReference<Function<List<AttemptOutcome>, Uni<Void>>> record =
            new AtomicReference<>(outcomes -> Uni.createFrom().voidItem());
    public final AtomicReference<Function<List<RightToSend.Claim>, Uni<Map<MessageId, RightToSend.Right>>>> claim =
            new AtomicReference<>(claims -> Uni.createFrom().item(all(claims)));
    public final AtomicReference<Supplier<Uni<OptionalLong>>> settle =
            new AtomicReference<>(() -> Uni.createFrom().item(OptionalLong.empty()));
    public final AtomicReference<Delivery> deliver = new AtomicReference<>(new Accepting());
    public final AtomicReference<List<Sender>> senders;

    public final SenderBook book = new Book();
    public final Queue queue = new RecordedQueue();
    public final Wakes wakes = new RecordedWakes();
    public final Admission admission = new RecordedAdmission();
    public final Journal journal = new RecordedJournal();
    public final OpenMessages openMessages = new KnownMessages();
    public final Delivery delivery = new RecordedDelivery();
    public final RightToSend rights = this::claim;
    public final LeaseOwner owner = new LeaseOwner();
    public final MeterRegistry registry = new SimpleMeterRegistry();
    public final SenderLabel label = new SenderLabel(new TestConfigs.Metrics(), InstantSource.system());

    private final Vertx vertx = Vertx.vertx();
    public final Context context = vertx.getOrCreateContext();

    public RecordedPorts() {
        senders = new AtomicReference<>(List.of(number(SENDER)));
    }

    /** A registered number of the portfolio. */
    public static Sender number(SenderId id) {
        return new Sender(
                id,
                new TenantId("tenant"),
                PORTFOLIO,
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
        calls.add("claim");
        claimed.addAll(claims);
        return claim.get().apply(claims);
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
        return settled.stream().flatMap(List::stream).toList();
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
            return Optional.empty();
        }

        @Override
        public Collection<Sender> senders() {
            return senders.get();
        }

        @Override
        public Collection<Sender> senders(PortfolioId portfolio) {
            return senders.get();
        }

        @Override
        public long version() {
            return 0;
        }
    }

    private final class RecordedAdmission implements Admission {

        @Override
        public Uni<Taken> take(PortfolioId portfolio, SenderId number, String owner, int most) {
            calls.add("take");
            Taken next = takes.poll();
            long now = System.currentTimeMillis();
            return Uni.createFrom()
                    .item(
                            next != null
                                    ? next
                                    : new Taken(
                                            Optional.empty(),
                                            0,
                                            now,
                                            Long.MAX_VALUE,
                                            List.of(),
                                            List.of(),
                                            List.of(),
                                            List.of()));
        }
    }

    private final class RecordedDelivery implements Delivery {

        @Override
        public Uni<DeliveryResult> deliver(DeliveryRequest request, Runnable leaving) {
            calls.add("deliver");
            delivered.add(request.attempt().message());
            return deliver.get().deliver(request, leaving);
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
            calls.add("decide");
            return Uni.createFrom()
                    .item(decisions.stream().map(decision -> true).toList());
        }

        @Override
        public Uni<Void> record(List<AttemptOutcome> outcomes) {
            return Uni.createFrom().deferred(() -> {
                calls.add("record");
                recorded.add(List.copyOf(outcomes));
                return record.get().apply(outcomes);
            });
        }
    }

    private final class KnownMessages implements OpenMessages {

        @Override
        public Uni<List<OpenMessage>> find(Collection<MessageId> ids) {
            calls.add("find");
            return Uni.createFrom()
                    .item(open.stream()
                            .filter(message -> ids.contains(message.id()))
                            .toList());
        }

        @Override
        public Uni<List<OpenMessage>> page(PortfolioId portfolio, Optional<MessageId> after, int most) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<List<OpenMessage>> waitingAcceptedBetween(
                Instant from, Instant to, Optional<MessageId> after, int most) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<List<OpenMessage>> waitingForLimit(
                PortfolioId portfolio, SenderId number, Collection<PersonId> people, int most) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<List<Charge>> charges(PortfolioId portfolio, ChargeCursor from, Instant until, int most) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<List<Start>> starts(PortfolioId portfolio, Instant from, Instant until) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Long> nextEpoch(PortfolioId portfolio) {
            throw new UnsupportedOperationException();
        }
    }

    private final class RecordedQueue implements Queue {

        @Override
        public Uni<OptionalLong> settle(
                PortfolioId portfolio, SenderId number, String owner, List<Settlement> settlements) {
            return Uni.createFrom().deferred(() -> {
                calls.add("settle");
                settled.add(List.copyOf(settlements));
                return settle.get().get();
            });
        }

        @Override
        public Uni<Integer> enqueue(PortfolioId portfolio, List<Entry> entries) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Void> enqueueTaken(PortfolioId portfolio, List<Entry> entries, List<Long> leaseUntilMillis) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Set<MessageId>> withdraw(PortfolioId portfolio, SenderId number, Collection<MessageId> ids) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Boolean> hasLine(PortfolioId portfolio, SenderId number) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Integer> release(PortfolioId portfolio, SenderId number, Collection<MessageId> ids) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Set<MessageId>> present(PortfolioId portfolio, Collection<MessageId> ids) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Depths> depths(PortfolioId portfolio, SenderId number) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Long> size(PortfolioId portfolio) {
            throw new UnsupportedOperationException();
        }
    }

    private final class RecordedWakes implements Wakes {

        @Override
        public Uni<Void> wake(PortfolioId portfolio, Collection<SenderId> senders) {
            calls.add("wake");
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<News> poll(String replica, long after) {
            throw new UnsupportedOperationException();
        }
    }
}
