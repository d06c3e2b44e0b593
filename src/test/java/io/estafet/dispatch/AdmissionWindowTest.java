package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdmissionWindowTest {

    private static final long REST_NANOS = 250_000_000L;

    private final AdmissionWindow window = new AdmissionWindow(REST_NANOS);

    @Test
    void doublesWhileAllBeginInTime() {
        int before = window.most();

        begin(before);

        assertThat(window.most()).isEqualTo(2 * before);
    }

    @Test
    void halvesWhenSomeAreLate() {
        begin(1_000);
        int before = window.most();

        window.late(1);

        assertThat(window.most()).isEqualTo(before / 2);
    }

    /** What was admitted before the cut comes late too; it says nothing new. */
    @Test
    void halvesOnceForOneStall() {
        begin(1_000);
        int before = window.most();

        window.late(1);
        window.late(1 + REST_NANOS);

        assertThat(window.most()).isEqualTo(before / 2);
    }

    @Test
    void halvesAgainWhenTheCutDidNotHelp() {
        begin(1_000);
        int before = window.most();

        window.late(1);
        window.late(2 + REST_NANOS);

        assertThat(window.most()).isEqualTo(before / 4);
    }

    @Test
    void growsByAShareAboveTheLastGoodSize() {
        begin(1_000);
        window.late(1);
        int good = window.most();

        begin(good);

        assertThat(window.most()).isBetween(good + 14, good + 16);
    }

    @Test
    void neverEndsThePace() {
        for (long cut = 0; cut < 100; cut++) {
            window.late(cut * 2 * REST_NANOS);
        }

        assertThat(window.most()).isEqualTo(16);
    }

    @Test
    void isBounded() {
        begin(100_000);

        assertThat(window.most()).isEqualTo(4_096);
    }

    private void begin(int count) {
        for (int i = 0; i < count; i++) {
            window.begun();
        }
    }
}
