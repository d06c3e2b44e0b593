package io.estafet.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.SenderId;
import io.estafet.metrics.SenderLabel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DeliveryMetersTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final InflightLimits limits = new InflightLimits(new TestConfigs.Inflight());
    private final DeliveryMeters meters = new DeliveryMeters(
            registry,
            new SenderLabel(new TestConfigs.Metrics(1, Duration.ofMinutes(10)), now::get),
            limits,
            new ErrorTable());

    @Test
    void timesRequestsByHowTheyEnded() {
        meters.record(new SenderId("a"), new DeliveryResult.NotSent("x"), 5_000_000);

        assertThat(registry.get("estafet.api.request")
                        .tags("sender", "a", "outcome", "not-sent")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(5);
    }

    @Test
    void countsErrorsByCodesOfTheTableOnly() {
        for (int code : new int[] {130429, 424242, 424243, -1}) {
            meters.record(new SenderId("a"), new DeliveryResult.Refused(code, "x", Optional.empty()), 1);
        }

        assertThat(registry.get("estafet.api.errors").counters()).hasSize(2);
        assertThat(registry.get("estafet.api.errors")
                        .tags("code", "130429")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("estafet.api.errors")
                        .tags("code", "other")
                        .counter()
                        .count())
                .isEqualTo(3);
    }

    @Test
    void showsTheInflightOfEachNumberAndOfTheRestTogether() {
        // Given
        for (String sender : new String[] {"a", "b", "c"}) {
            meters.record(new SenderId(sender), new DeliveryResult.NotSent("x"), 1);
            limits.of(new SenderId(sender)).tryAcquire(2);
        }

        // Then: room for one label
        assertThat(registry.get("estafet.inflight").tags("sender", "a").gauge().value())
                .isEqualTo(2);
        assertThat(registry.get("estafet.inflight")
                        .tags("sender", "other")
                        .gauge()
                        .value())
                .isEqualTo(4);
        assertThat(registry.get("estafet.inflight.limit")
                        .tags("sender", "other")
                        .gauge()
                        .value())
                .isEqualTo(32);
    }

    @Test
    void removesTheMetersOfANumberThatGaveItsLabelUp() {
        // Given
        meters.record(new SenderId("a"), new DeliveryResult.Refused(100, "x", Optional.empty()), 1);

        // When
        now.set(Instant.EPOCH.plus(Duration.ofMinutes(11)));
        meters.record(new SenderId("b"), new DeliveryResult.NotSent("x"), 1);

        // Then
        assertThat(registry.getMeters())
                .isNotEmpty()
                .allMatch(meter -> "b".equals(meter.getId().getTag("sender")));
    }
}
