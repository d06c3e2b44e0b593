package io.estafet.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

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
}
