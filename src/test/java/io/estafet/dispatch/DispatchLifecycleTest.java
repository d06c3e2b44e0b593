package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.admission.Taken;
import io.estafet.delivery.DeliveryResult;
import io.estafet.dispatch.repair.RepairParts;
import io.estafet.message.SenderId;
import io.estafet.metrics.Meters;
import io.estafet.queue.Settlement;
import io.estafet.queue.Wakes.News;
import io.estafet.queue.Wakes.Work;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When numbers are woken, where the repairs run, and how a replica drains. */
class DispatchLifecycleTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration NEVER = Duration.ofHours(1);

    private final RecordedPorts ports = new RecordedPorts();
    private final SenderLoops loops = new LoopParts(ports).senderLoops();
    private final Share share = new Share(ports.book, ports.owner);

    @AfterEach
    void close() {
        ports.close();
    }

    @Test
    void everyNumberIsWokenAtTheBeginning() {
        ports.senders.set(List.of(ports.sender(), RecordedPorts.number(new SenderId("other"))));

        lifecycle(true, NEVER).start();

        await().atMost(SOON).until(() -> loops.all().size() == 2 && ports.signals.count("take") >= 2);
    }

    @Test
    void aReplicaThatDoesNotDispatchShowsItsLagAndDoesNothingElse() {
        lifecycle(false, NEVER).start();

        assertThat(lagSeconds()).isZero();
        ports.onLoop(() -> {});
        assertThat(ports.calls).isEmpty();
        assertThat(loops.all()).isEmpty();
    }

    @Test
    void aHintWakesItsNumber() {
        settled();
        int takes = ports.signals.count("take");

        hint(RecordedPorts.SENDER);

        await().atMost(SOON).until(() -> ports.signals.count("take") > takes);
    }

    @Test
    void aHintForANumberOfAnotherReplicaWakesNobody() {
        settled();

        hint(new SenderId("stranger"));

        polls(3);
        assertThat(loops.all()).hasSize(1);
    }

    @Test
    void hintsAreReadOnwardsFromTheLastOne() {
        List<Long> asked = new CopyOnWriteArrayList<>();
        ports.news.set(after -> {
            asked.add(after);
            return new News(after + 1, Set.of(ports.owner.id()), List.of());
        });

        lifecycle(true, NEVER).start();

        await().atMost(SOON).until(() -> asked.size() >= 3);
        assertThat(asked).startsWith(0L, 1L, 2L);
    }

    @Test
    void onePollAtATime() {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        ports.signals.hold("poll", answer);
        lifecycle(true, NEVER).start();

        pass(POLL.multipliedBy(4));
        assertThat(ports.signals.count("poll")).isEqualTo(1);

        answer.complete(null);
        polls(2);
    }

    @Test
    void aChangeOfTheDirectoryWakesAllNumbers() {
        settled();
        int takes = ports.signals.count("take");

        ports.version.incrementAndGet();

        await().atMost(SOON).until(() -> ports.signals.count("take") > takes);
    }

    @Test
    void numbersAreLookedAtWithoutAHintOnceInAPatrol() {
        lifecycle(true, POLL).start();

        await().atMost(SOON).until(() -> ports.signals.count("take") >= 5);
    }

    /** Redis may answer takes again before it answers a poll. */
    @Test
    void numbersAreLookedAtWhenNoNewsCanBeHad() {
        ports.signals.fail("poll");

        lifecycle(true, NEVER).start();

        await().atMost(SOON).until(() -> ports.signals.count("take") >= 1);
        polls(2);
    }

    @Test
    void aNumberThatGoesToAnotherReplicaRests() {
        List<SenderId> numbers =
                IntStream.range(0, 20).mapToObj(i -> new SenderId("number" + i)).toList();
        ports.senders.set(numbers.stream().map(RecordedPorts::number).toList());
        ports.noMoreTakes.set(() -> {
            long now = System.currentTimeMillis();
            return new Taken(Optional.empty(), 0, now, now + 5, List.of(), List.of(), List.of(), List.of());
        });
        lifecycle(true, NEVER).start();
        await().atMost(SOON).until(() -> takes(numbers) > 100);

        ports.news.set(after -> new News(after, Set.of(ports.owner.id(), "other"), List.of()));
        await().atMost(SOON).until(() -> share.numbers().size() < numbers.size());
        polls(2);

        List<SenderId> gone =
                numbers.stream().filter(number -> !share.isMine(number.value())).toList();
        long before = takes(gone);
        long others = takes(share.numbers());
        await().atMost(SOON).until(() -> takes(share.numbers()) > others + 100);
        assertThat(takes(gone)).isEqualTo(before);
    }

    @Test
    void theRepairsRunOnTheReplicaThatTheyBelongTo() {
        lifecycle(true, NEVER).start();

        await().atMost(SOON).until(() -> ports.calls.contains("accepted"));
    }

    @Test
    void theRepairsRunOnNoOtherReplica() {
        String other = IntStream.range(0, 1_000)
                .mapToObj(i -> "other" + i)
                .filter(name -> RendezvousHash.owner("sweep", Set.of(ports.owner.id(), name))
                        .equals(Optional.of(name)))
                .findFirst()
                .orElseThrow();
        ports.news.set(after -> new News(after, Set.of(ports.owner.id(), other), List.of()));
        share.replicas(Set.of(ports.owner.id(), other));

        lifecycle(true, NEVER).start();

        pass(Duration.ofMillis(1_200));
        assertThat(ports.calls).as("after the first second").contains("poll").doesNotContain("accepted", "due");
    }

    @Test
    void aDrainWaitsForWhatIsUnderWayAndItsRecord() {
        CompletableFuture<DeliveryResult> answer = new CompletableFuture<>();
        underWay(answer);
        CompletableFuture<Void> commit = new CompletableFuture<>();
        ports.signals.hold("record", commit);

        CompletableFuture<Void> drained = lifecycle(true, NEVER).drain().subscribeAsCompletionStage();
        pass(Duration.ofMillis(60));
        assertThat(drained).isNotDone();

        answer.complete(new DeliveryResult.Sent("wamid", Optional.empty(), Optional.empty()));
        await().atMost(SOON).until(() -> ports.calls.contains("record"));
        pass(Duration.ofMillis(60));
        assertThat(drained).isNotDone();

        commit.complete(null);
        assertThat(drained).succeedsWithin(SOON);
        assertThat(ports.settlements()).hasSize(1);
    }

    @Test
    void aDrainEndsInTimeAlthoughARequestIsUnderWay() {
        underWay(new CompletableFuture<>());

        Uni<Void> drain = lifecycle(true, NEVER, Duration.ofMillis(50)).drain();

        assertThat(drain.subscribeAsCompletionStage()).succeedsWithin(SOON);
        assertThat(ports.settlements()).isEmpty();
    }

    @Test
    void aDrainBeginsNothingAndGivesBackWhatWaits() {
        DispatchLifecycle lifecycle = lifecycle(true, NEVER);
        lifecycle.start();
        admit(Duration.ofSeconds(5));
        await().atMost(SOON).until(() -> ports.calls.contains("claim"));

        assertThat(lifecycle.drain().subscribeAsCompletionStage()).succeedsWithin(SOON);

        assertThat(ports.delivered()).isEmpty();
        assertThat(ports.settlements())
                .singleElement()
                .satisfies(settlement -> assertThat(settlement.kind()).isEqualTo(Settlement.Kind.BACK));
    }

    @Test
    void newsThatArriveDuringADrainWakeNobody() {
        DispatchLifecycle lifecycle = lifecycle(true, NEVER);
        lifecycle.start();
        await().atMost(SOON).until(() -> ports.signals.count("take") >= 1);
        CompletableFuture<Void> answer = new CompletableFuture<>();
        ports.signals.hold("poll", answer);
        polls(1);
        hint(RecordedPorts.SENDER);
        ports.version.incrementAndGet();

        CompletableFuture<Void> drained = lifecycle.drain().subscribeAsCompletionStage();
        int takes = ports.signals.count("take");
        answer.complete(null);

        assertThat(drained).succeedsWithin(SOON);
        ports.onLoop(() -> {});
        assertThat(ports.signals.count("take")).isEqualTo(takes);
        assertThat(loops.all()).hasSize(1);
    }

    @Test
    void aDrainedReplicaPollsAndTakesNoMore() {
        DispatchLifecycle lifecycle = lifecycle(true, POLL);
        lifecycle.start();
        polls(2);
        assertThat(lifecycle.drain().subscribeAsCompletionStage()).succeedsWithin(SOON);
        pass(POLL.multipliedBy(2));
        List<String> before = List.copyOf(ports.calls);

        pass(POLL.multipliedBy(4));

        assertThat(ports.calls).isEqualTo(before);
    }

    @Test
    void theLagIsTheAgeOfTheOldestOutcomeThatIsNotJournalled() {
        CompletableFuture<Void> commit = new CompletableFuture<>();
        ports.signals.hold("record", commit);
        lifecycle(true, NEVER).start();
        admit(Duration.ZERO);
        await().atMost(SOON).until(() -> ports.calls.contains("record"));

        await().atMost(SOON).until(() -> lagSeconds() > 0.01);

        commit.complete(null);
        await().atMost(SOON).until(() -> lagSeconds() == 0);
    }

    private DispatchLifecycle lifecycle(boolean enabled, Duration patrol) {
        return lifecycle(enabled, patrol, SOON.multipliedBy(2));
    }

    private DispatchLifecycle lifecycle(boolean enabled, Duration patrol, Duration drain) {
        return new DispatchLifecycle(
                ports.vertx(),
                new LoopConfigs.Dispatch(enabled, POLL, patrol, drain),
                new DispatchMeters(ports.registry, ports.label),
                InstantSource.system(),
                ports.book,
                ports.wakes,
                ports.owner,
                share,
                loops,
                RepairParts.repairs(ports));
    }

    /** Dispatch runs, and all that is done at its beginning and a second later is over. */
    private void settled() {
        lifecycle(true, NEVER).start();
        int numbers = ports.senders.get().size();
        await().atMost(SOON).until(() -> ports.signals.count("take") >= 2 * numbers);
        polls(2);
    }

    private void underWay(CompletableFuture<DeliveryResult> answer) {
        ports.deliver.set(new RecordedPorts.Accepting() {
            @Override
            public Uni<DeliveryResult> deliver(DeliveryRequest request, Runnable leaving) {
                leaving.run();
                return Uni.createFrom().completionStage(answer);
            }
        });
        admit(Duration.ZERO);
        loops.of(RecordedPorts.SENDER).wake();
        await().atMost(SOON).until(() -> !ports.requests.isEmpty());
    }

    private void admit(Duration ahead) {
        ports.admit(ahead, TestMessages.entry());
        hint(RecordedPorts.SENDER);
    }

    private void hint(SenderId sender) {
        ports.news.set(after ->
                new News(after + 1, Set.of(ports.owner.id()), List.of(new Work(RecordedPorts.PORTFOLIO, sender))));
    }

    private long takes(Collection<SenderId> numbers) {
        return ports.asked.stream()
                .filter(ask -> numbers.contains(ask.sender()))
                .count();
    }

    private void polls(int more) {
        int polls = ports.signals.count("poll");
        await().atMost(SOON).until(() -> ports.signals.count("poll") >= polls + more);
    }

    /** Timers of this process that were to run within that time have run. */
    private void pass(Duration time) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        ports.vertx().setTimer(time.toMillis(), timer -> over.complete(null));
        assertThat(over).succeedsWithin(SOON);
    }

    private double lagSeconds() {
        return ports.registry.get(Meters.JOURNAL_LAG).gauge().value();
    }
}
