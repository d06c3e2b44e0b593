package io.estafet.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessTableTest {
    private static final int PROCESSES = 300;
    /** Long enough to see one collected, which takes the system a fraction of a millisecond. */
    private static final int LOOKS = 50;

    @Test
    void whatIsDeadStaysDead() throws IOException {
        for (int i = 0; i < PROCESSES; i++) {
            ProcessHandle process = new ProcessBuilder("true").start().toHandle();
            while (ProcessTable.alive(process)) {
                Thread.onSpinWait();
            }
            for (int look = 0; look < LOOKS; look++) {
                assertThat(ProcessTable.alive(process)).isFalse();
            }
        }
    }

    /** As PostgreSQL does for a client that only asks: the fork ends with the words of its parent. */
    @Test
    void aForkThatEndsIsNoServerOfItsOwn() throws Exception {
        String marker = ProcessTable.marker(Path.of("/nowhere-" + System.nanoTime()));
        Process parent = new ProcessBuilder("sh", "-c", "while :; do ( : ); done", marker).start();
        try {
            await().until(() -> !ProcessTable.find(marker).isEmpty());
            for (int look = 0; look < LOOKS; look++) {
                assertThat(ProcessTable.find(marker)).containsExactly(parent.toHandle());
            }
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    /** The first thread of a killed Redis may end before the one that writes its file. */
    @ParameterizedTest
    @CsvSource({"Z, 1, true", "Z, 0, true", "Z, 2, false", "S, 1, false", "R, 4, false"})
    void isAliveWhileAnyOfItsThreadsIs(String state, int threads, boolean zombie) {
        String stat = "7 (redis) server) %s 1 7 7 0 -1 4 0 0 0 0 0 0 0 0 20 0 %d 0 1 0".formatted(state, threads);
        assertThat(ProcessTable.isZombie(stat)).isEqualTo(zombie);
    }

    @Test
    void oneThatIsNotInTheTableIsNoZombie() {
        assertThat(ProcessTable.isZombie("")).isFalse();
    }

    @Test
    void isHaltedWhenStoppedOrDead() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(ProcessTable.halted(process.toHandle())).isFalse();
            Commands.signal("STOP", List.of(process.toHandle()));
            await().until(() -> ProcessTable.halted(process.toHandle()));
            assertThat(process.isAlive()).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        await().until(() -> ProcessTable.halted(process.toHandle()));
    }
}
