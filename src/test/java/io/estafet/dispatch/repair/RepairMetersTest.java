package io.estafet.dispatch.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class RepairMetersTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final RepairMeters meters = new RepairMeters(registry);

    @Test
    void recoveredLeasesAreShownBeforeTheFirst() {
        assertThat(count(Meters.LEASES_RECOVERED)).isZero();

        meters.recovered(3);

        assertThat(count(Meters.LEASES_RECOVERED)).isEqualTo(3);
    }

    @Test
    void damageIsCountedByKind() {
        meters.damaged("lost");
        meters.damaged("lost");
        meters.damaged("unreadable");

        assertThat(registry.get(Meters.QUEUE_DAMAGE)
                        .tag(Meters.KIND, "lost")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get(Meters.QUEUE_DAMAGE)
                        .tag(Meters.KIND, "unreadable")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void missingMessagesAreSummed() {
        meters.missing(2);
        meters.missing(5);

        assertThat(count(Meters.QUEUE_MISSING)).isEqualTo(7);
    }

    private double count(String meter) {
        return registry.get(meter).counter().count();
    }
}
