package io.estafet.dispatch.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.dispatch.RecordedPorts;
import io.estafet.message.PortfolioId;
import io.estafet.metrics.Meters;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a portfolio is rebuilt, and how often. */
class RebuildsTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final List<PortfolioId> PORTFOLIOS = IntStream.range(0, 5)
            .mapToObj(i -> new PortfolioId("portfolio" + i))
            .toList();
    private static final PortfolioId FIRST = PORTFOLIOS.get(0);

    private final RecordedPorts ports = new RecordedPorts();
    private final Rebuilds rebuilds = RepairParts.rebuilds(ports);

    @AfterEach
    void close() {
        ports.close();
    }

    @Test
    void aPortfolioThatIsNotReadyIsRebuiltUnderItsLock() {
        ports.restoring.notReady.add(FIRST);

        request(FIRST);

        assertThat(ports.calls).containsSubsequence("lock portfolio0", "isReady", "nextEpoch", "clear", "complete");
    }

    /** Another replica has rebuilt it meanwhile, or its key is on its way. */
    @Test
    void aPortfolioThatIsReadyIsNotRebuiltAtTheFirstSighting() {
        request(FIRST);

        assertThat(ports.calls).containsExactly("lock portfolio0", "isReady");
        assertThat(damage("lost")).isZero();
    }

    @Test
    void aPortfolioIsRebuiltOnceAtATime() {
        CompletableFuture<Void> locked = hold("lock portfolio0");

        request(FIRST);
        request(FIRST);
        assertThat(ports.calls).containsExactly("lock portfolio0");

        locked.complete(null);
        request(FIRST);
        assertThat(ports.signals.count("lock portfolio0")).isEqualTo(2);
    }

    @Test
    void atMostFourPortfoliosAreRebuiltAtOnce() {
        List<CompletableFuture<Void>> locked =
                PORTFOLIOS.stream().map(portfolio -> hold("lock " + portfolio)).toList();

        PORTFOLIOS.forEach(this::request);
        assertThat(ports.calls)
                .containsExactly("lock portfolio0", "lock portfolio1", "lock portfolio2", "lock portfolio3");

        locked.get(0).complete(null);
        request(PORTFOLIOS.get(4));
        assertThat(ports.calls).contains("lock portfolio4");
    }

    @Test
    void afterAFailureThePortfolioWaitsForASecond() {
        ports.signals.fail("lock portfolio0");
        long began = System.nanoTime();
        request(FIRST);

        await().atMost(SOON).until(() -> {
            request(FIRST);
            return ports.signals.count("lock portfolio0") == 2;
        });

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void aFailureOfOnePortfolioLeavesTheOthersAlone() {
        ports.signals.fail("lock portfolio0");
        ports.restoring.notReady.add(PORTFOLIOS.get(1));

        request(FIRST);
        request(PORTFOLIOS.get(1));

        assertThat(ports.calls).contains("complete");
    }

    @Test
    void anUnreadablePortfolioIsRebuiltAlthoughItIsReady() {
        rebuilds.requestUnreadable(FIRST, RecordedPorts.SENDER, "WRONGTYPE");

        assertThat(ports.calls).containsSubsequence("isReady", "nextEpoch", "clear", "complete");
        assertThat(damage("unreadable")).isEqualTo(1);
    }

    @Test
    void oneRebuildSettlesAnUnreadablePortfolio() {
        rebuilds.requestUnreadable(FIRST, RecordedPorts.SENDER, "WRONGTYPE");
        int rebuilt = ports.signals.count("clear");

        request(FIRST);

        assertThat(ports.signals.count("clear")).isEqualTo(rebuilt);
        assertThat(damage("unreadable")).isEqualTo(1);
    }

    @Test
    void damageThatIsFoundDuringARebuildIsNotForgotten() {
        CompletableFuture<Void> locked = hold("lock portfolio0");
        request(FIRST);
        rebuilds.requestUnreadable(FIRST, RecordedPorts.SENDER, "WRONGTYPE");

        locked.complete(null);

        assertThat(ports.calls).containsSubsequence("isReady", "nextEpoch", "clear", "complete");
    }

    @Test
    void aKeyThatStaysMissingForASecondIsLostAndRebuilt() {
        await().atMost(SOON).until(() -> {
            request(FIRST);
            return ports.calls.contains("clear");
        });

        assertThat(ports.signals.count("isReady")).isGreaterThanOrEqualTo(3);
        assertThat(damage("lost")).isEqualTo(1);
    }

    @Test
    void anInterruptedRebuildIsRepeatedAndIsNoDamage() {
        await().atMost(SOON).until(() -> {
            rebuilds.request(FIRST, RecordedPorts.SENDER, Rebuilds.EPOCH);
            return ports.calls.contains("clear");
        });

        assertThat(damage("lost")).isZero();
    }

    /** Its keys were never made: a rebuild of the whole portfolio would be far too much. */
    @Test
    void theKeysOfANewNumberAreProjectedAndNotRebuilt() {
        ports.restoring.fresh.add(RecordedPorts.SENDER);

        await().atMost(SOON).until(() -> {
            request(FIRST);
            return ports.calls.contains("projectDirectory");
        });

        assertThat(ports.calls).doesNotContain("nextEpoch", "clear");
        assertThat(damage("lost")).isZero();
    }

    private void request(PortfolioId portfolio) {
        rebuilds.request(portfolio, RecordedPorts.SENDER, "key");
    }

    private CompletableFuture<Void> hold(String call) {
        CompletableFuture<Void> signal = new CompletableFuture<>();
        ports.signals.hold(call, signal);
        return signal;
    }

    private double damage(String kind) {
        return ports.registry.find(Meters.QUEUE_DAMAGE).tag(Meters.KIND, kind).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
