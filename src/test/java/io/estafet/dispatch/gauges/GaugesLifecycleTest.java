package io.estafet.dispatch.gauges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.admission.Charges;
import io.estafet.dispatch.RecordedPorts;
import io.estafet.message.Category;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.message.TenantId;
import io.estafet.metrics.Meters;
import io.estafet.queue.Depths;
import io.estafet.sender.Portfolio;
import io.estafet.sender.Sender;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rounds of readings, and what remains while a server is away. */
class GaugesLifecycleTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final RecordedPorts ports = new RecordedPorts();
    private final RecordedGates gates = new RecordedGates(ports.signals);
    private final GaugesLifecycle lifecycle = new GaugesLifecycle(
            ports.book,
            ports.queue,
            gates.unknownAttempts,
            gates.charges,
            gates.pauses,
            ports.label,
            new SharedGauges(ports.registry, ports.label),
            () -> Duration.ofMillis(10),
            InstantSource.system(),
            ports.vertx());

    @BeforeEach
    void aNumberWithMessagesInAPortfolioWithALimit() {
        ports.portfolios.add(new Portfolio(RecordedPorts.PORTFOLIO, new TenantId("tenant"), 1_000, 0));
        ports.queue.depths.set(new Depths(Map.of(Category.UTILITY, 3L), Map.of(), 0, 1));
        gates.ofPortfolio.set(new Charges.Usage(40, Optional.empty()));
    }

    @AfterEach
    void close() {
        lifecycle.stop();
        ports.close();
    }

    @Test
    void aRoundShowsNumbersPortfoliosAndUnknownMessages() {
        gates.unknown.put(RecordedPorts.SENDER, 2L);

        lifecycle.start();
        rounds(1);

        assertThat(queued()).contains(3.0);
        assertThat(value(Meters.LIMIT_RECIPIENTS)).contains(1_000.0);
        assertThat(value(Meters.LIMIT_RECIPIENTS_USED)).contains(40.0);
        assertThat(value(Meters.UNKNOWN_MESSAGES)).contains(2.0);
    }

    @Test
    void aNumberThatItsBusinessPausedIsShownAsPaused() {
        ports.senders.set(List.of(paused(ports.sender())));
        gates.paused.put(RecordedPorts.SENDER, Map.of(Reason.QUALITY, Instant.now()));

        lifecycle.start();
        rounds(1);

        assertThat(ports.registry.find(Meters.PAUSES).gauges())
                .extracting(gauge -> gauge.getId().getTag(Meters.REASON))
                .containsExactlyInAnyOrder("quality", "sender-paused");
    }

    @Test
    void aNumberThatIsNoLongerRegisteredVanishes() {
        lifecycle.start();
        rounds(1);

        ports.senders.set(List.of());

        await().atMost(SOON).until(() -> queued().isEmpty());
    }

    @Test
    void roundsDoNotOverlap() {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        ports.signals.hold("unknown", answer);
        lifecycle.start();
        await().atMost(SOON).until(() -> ports.signals.count("unknown") == 1);

        pass(Duration.ofMillis(50));
        assertThat(ports.signals.count("unknown")).isEqualTo(1);

        answer.complete(null);
        rounds(2);
    }

    @Test
    void theLastValuesStayWhileRedisIsAwayForAMoment() {
        lifecycle.start();
        rounds(1);
        CompletableFuture<Void> fifth = new CompletableFuture<>();

        failRounds("depths", 5, fifth);

        assertThat(queued()).contains(3.0);
        assertThat(value(Meters.LIMIT_RECIPIENTS)).contains(1_000.0);
        fifth.complete(null);
    }

    @Test
    void theSixthRoundWithoutRedisEndsItsGaugesAndNoOthers() {
        gates.unknown.put(RecordedPorts.SENDER, 2L);
        lifecycle.start();
        rounds(1);

        ports.signals.fail("depths");

        await().atMost(SOON).until(() -> queued().isEmpty());
        assertThat(value(Meters.LIMIT_RECIPIENTS)).isEmpty();
        assertThat(value(Meters.UNKNOWN_MESSAGES)).contains(2.0);
    }

    @Test
    void theGaugesOfRedisReturnWithIt() {
        ports.signals.fail("depths");
        lifecycle.start();
        rounds(7);

        ports.signals.mend("depths");

        await().atMost(SOON).until(() -> queued().equals(Optional.of(3.0)));
    }

    @Test
    void theSixthRoundWithoutTheJournalEndsItsGaugesAndNoOthers() {
        lifecycle.start();
        rounds(1);
        assertThat(value(Meters.UNKNOWN_MESSAGES)).contains(0.0);

        ports.signals.fail("unknown");

        await().atMost(SOON).until(() -> value(Meters.UNKNOWN_MESSAGES).isEmpty());
        assertThat(queued()).contains(3.0);
    }

    /** All numbers that have a label, and at most fifty others in turn. */
    @Test
    void aRoundReadsFiftyNumbersWithoutALabelAtMost() {
        Depths idle = new Depths(Map.of(), Map.of(), 0, 0);
        ports.queue.depths.set(idle);
        List<SenderId> others = IntStream.range(0, 120)
                .mapToObj(i -> new SenderId("other%03d".formatted(i)))
                .toList();
        ports.label.of(RecordedPorts.SENDER.value());
        ports.senders.set(Stream.concat(Stream.of(RecordedPorts.SENDER), others.stream())
                .map(RecordedPorts::number)
                .toList());

        lifecycle.start();
        rounds(4);

        assertThat(read(0)).hasSize(51).contains("number", "other000", "other049");
        assertThat(read(1)).hasSize(51).contains("number", "other050", "other099");
        assertThat(read(2)).hasSize(21).contains("number", "other100", "other119");
        assertThat(read(3)).hasSize(51).contains("number", "other000");
    }

    @Test
    void portfoliosOfNumbersWithALabelComeFirst() {
        PortfolioId first = new PortfolioId("zz");
        ports.portfolios.add(new Portfolio(first, new TenantId("tenant"), 2_000, 0));
        ports.queue.depths.set(new Depths(Map.of(), Map.of(), 0, 0));
        ports.label.of("labelled");
        ports.senders.set(List.of(ports.sender(), RecordedPorts.number(new SenderId("labelled"), first)));

        lifecycle.start();
        rounds(1);

        assertThat(ports.calls).containsSubsequence("usage zz", "usage portfolio");
    }

    @Test
    void nothingIsReadAfterTheStop() {
        lifecycle.start();
        rounds(1);

        lifecycle.stop();
        pass(Duration.ofMillis(30));
        int read = ports.calls.size();
        pass(Duration.ofMillis(50));

        assertThat(ports.calls).hasSize(read);
    }

    /** A round is over when the journal has answered. */
    private void rounds(int more) {
        int rounds = ports.signals.count("unknown");
        await().atMost(SOON).until(() -> ports.signals.count("unknown") > rounds + more);
    }

    /** Lets that many rounds fail and holds the last one at its end. */
    private void failRounds(String call, int count, CompletableFuture<Void> last) {
        CompletableFuture<Void> before = new CompletableFuture<>();
        ports.signals.hold("unknown", before);
        int held = ports.signals.count("unknown");
        await().atMost(SOON).until(() -> ports.signals.count("unknown") == held + 1);
        ports.signals.fail(call);
        for (int i = 0; i < count; i++) {
            CompletableFuture<Void> next = i == count - 1 ? last : new CompletableFuture<>();
            int rounds = ports.signals.count("unknown");
            ports.signals.hold("unknown", next);
            before.complete(null);
            await().atMost(SOON).until(() -> ports.signals.count("unknown") == rounds + 1);
            before = next;
        }
    }

    /** The numbers that were read in a round. */
    private List<String> read(int round) {
        List<String> calls = List.copyOf(ports.calls);
        List<Integer> ends = IntStream.range(0, calls.size())
                .filter(i -> calls.get(i).equals("unknown"))
                .boxed()
                .toList();
        return calls.subList(round == 0 ? 0 : ends.get(round - 1), ends.get(round)).stream()
                .filter(call -> call.startsWith("pauses "))
                .map(call -> call.substring("pauses ".length()))
                .toList();
    }

    private void pass(Duration time) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        ports.vertx().setTimer(time.toMillis(), timer -> over.complete(null));
        assertThat(over).succeedsWithin(SOON);
    }

    private Optional<Double> queued() {
        return ports
                .registry
                .find(Meters.QUEUE_MESSAGES)
                .tag(Meters.CATEGORY, "utility")
                .tag(Meters.STATE, "queued")
                .gauges()
                .stream()
                .map(gauge -> gauge.value())
                .findFirst();
    }

    private Optional<Double> value(String meter) {
        return ports.registry.find(meter).gauges().stream()
                .map(gauge -> gauge.value())
                .findFirst();
    }

    private static Sender paused(Sender number) {
        return new Sender(
                number.id(),
                number.tenant(),
                number.portfolio(),
                number.wabaId(),
                number.displayPhoneNumber(),
                number.baseUrl(),
                number.accessToken(),
                number.throughput(),
                number.dailyLimit(),
                true,
                number.webhooks());
    }
}
