package io.estafet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.http.BodyMemory.Charge;
import io.estafet.http.BodyMemory.Holder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyMemoryTest {

    /** 100 are reserved for each class, and 400 are shared. */
    private final BodyMemory memory = new BodyMemory(TestHttpConfig.memory(800));

    @Test
    void oneHolderLeavesHalfOfWhatItsClassCanHave() {
        assertThat(taken(new Holder(TrafficClass.MESSAGE, "a"), 1)).isEqualTo(250);
    }

    @Test
    void aNewcomerFindsRoomBesideGreedyOnes() {
        for (int i = 0; i < 5; i++) {
            assertThat(taken(new Holder(TrafficClass.MESSAGE, "greedy-" + i), 1))
                    .isPositive();
        }
        assertThat(memory.open(new Holder(TrafficClass.MESSAGE, "small")).grow(1))
                .isTrue();
    }

    @Test
    void noClassTouchesTheReserveOfAnother() {
        for (int i = 0; i < 50; i++) {
            taken(new Holder(TrafficClass.WEBHOOK, "stranger-" + i), 1);
            taken(new Holder(TrafficClass.DIRECTORY, "tenant-" + i), 1);
        }
        assertThat(taken(new Holder(TrafficClass.MESSAGE, "a"), 1)).isGreaterThanOrEqualTo(50);
        assertThat(taken(new Holder(TrafficClass.ANSWER, "a"), 1)).isGreaterThanOrEqualTo(50);
        assertThat(memory.used()).isLessThanOrEqualTo(800);
    }

    @Test
    void takesNothingOfWhatDoesNotFit() {
        Charge charge = memory.open(new Holder(TrafficClass.MESSAGE, "a"));
        assertThat(charge.grow(251)).isFalse();
        assertThat(memory.used()).isZero();
        assertThat(charge.grow(250)).isTrue();
    }

    @Test
    void givesBackOnce() {
        Charge first = memory.open(new Holder(TrafficClass.MESSAGE, "a"));
        Charge second = memory.open(new Holder(TrafficClass.MESSAGE, "a"));
        first.grow(30);
        first.grow(20);
        second.grow(10);

        first.release();
        first.release();

        assertThat(memory.used()).isEqualTo(10);
        second.release();
        assertThat(memory.used()).isZero();
        assertThat(taken(new Holder(TrafficClass.MESSAGE, "a"), 1)).isEqualTo(250);
    }

    /** What a holder gets that takes in steps until it is refused. */
    private long taken(Holder holder, int step) {
        List<Charge> charges = new ArrayList<>();
        Charge next = memory.open(holder);
        while (next.grow(step)) {
            charges.add(next);
            next = memory.open(holder);
        }
        return (long) charges.size() * step;
    }
}
