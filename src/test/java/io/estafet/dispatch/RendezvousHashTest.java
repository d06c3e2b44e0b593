package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RendezvousHashTest {

    private static final List<String> NAMES =
            IntStream.range(0, 3_000).mapToObj(i -> "10650000" + i).toList();
    private static final List<String> THREE = List.of("a", "b", "c");

    @Test
    void sharesNamesEvenly() {
        Map<String, Long> shares = NAMES.stream()
                .map(name -> RendezvousHash.owner(name, THREE).orElseThrow())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(shares.values()).allSatisfy(share -> assertThat(share).isBetween(800L, 1_200L));
    }

    @Test
    void movesOnlyTheNamesOfAReplicaThatGoes() {
        for (String name : NAMES) {
            String before = RendezvousHash.owner(name, THREE).orElseThrow();
            String after = RendezvousHash.owner(name, List.of("a", "b")).orElseThrow();
            assertThat(after).isEqualTo(before.equals("c") ? after : before);
        }
    }

    @Test
    void doesNotDependOnTheOrderOfTheReplicas() {
        assertThat(NAMES)
                .allSatisfy(name -> assertThat(RendezvousHash.owner(name, THREE))
                        .isEqualTo(RendezvousHash.owner(name, List.of("c", "a", "b"))));
    }

    @Test
    void nobodyOwnsANameWithoutReplicas() {
        assertThat(RendezvousHash.owner("name", List.of())).isEmpty();
    }
}
