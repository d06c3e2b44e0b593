package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.SenderId;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which numbers are this replica's. */
class ShareTest {

    private static final List<SenderId> NUMBERS =
            IntStream.range(0, 100).mapToObj(i -> new SenderId("number" + i)).toList();

    private final RecordedPorts ports = new RecordedPorts();
    private final Share share = new Share(ports.book, ports.owner);

    ShareTest() {
        ports.senders.set(NUMBERS.stream().map(RecordedPorts::number).toList());
    }

    @AfterEach
    void close() {
        ports.close();
    }

    @Test
    void aSingleReplicaHasAllNumbers() {
        share.refresh();

        assertThat(share.numbers()).containsExactlyInAnyOrderElementsOf(NUMBERS);
    }

    @Test
    void hasNoNumbersBeforeTheFirstLook() {
        assertThat(share.numbers()).isEmpty();
    }

    @Test
    void twoReplicasSplitTheNumbersBetweenThem() {
        share.refresh();

        share.replicas(Set.of(ports.owner.id(), "other"));
        Set<SenderId> left = share.refresh();

        assertThat(left).isNotEmpty().doesNotContainAnyElementsOf(share.numbers());
        assertThat(share.numbers()).isNotEmpty().allMatch(number -> share.isMine(number.value()));
        assertThat(left.size() + share.numbers().size()).isEqualTo(NUMBERS.size());
    }

    @Test
    void aNumberThatIsNoLongerRegisteredLeavesTheShare() {
        share.refresh();

        ports.senders.set(List.of(RecordedPorts.number(NUMBERS.get(0))));

        assertThat(share.refresh()).hasSize(NUMBERS.size() - 1);
        assertThat(share.numbers()).containsExactly(NUMBERS.get(0));
    }

    @Test
    void tellsWhenReplicasComeOrGo() {
        Set<String> two = Set.of(ports.owner.id(), "other");

        assertThat(share.replicas(Set.of(ports.owner.id()))).isFalse();
        assertThat(share.replicas(two)).isTrue();
        assertThat(share.replicas(two)).isFalse();
    }

    /** Redis may have lost the list of replicas: nobody must wait for that. */
    @Test
    void everythingIsMineWhenNoReplicaIsKnown() {
        share.replicas(Set.of());

        assertThat(share.isMine("number1")).isTrue();
    }
}
