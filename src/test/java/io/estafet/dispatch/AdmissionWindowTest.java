package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdmissionWindowTest {

    private static final long REST_NANOS = 250_000_000L;

    private final AdmissionWindow ahead = new AdmissionWindow(REST_NANOS);

    @Test
    void doublesWhileAllBeginInTime() {
        int before = ahead.most();

        begin(before);

        assertThat(ahead.most()).isEqualTo(2 * before);
    }

    @Test
    void halvesWhenSomeAreLate() {
        begin(1_000);
        int before = ahead.most();

        ahead.late(1);

        assertThat(ahead.most()).isEqualTo(before / 2);
    }

    /** What was admitted before the cut comes late too; it says nothing new. */
    @Test
    void halvesOnceForOneStall() {
        begin(1_000);
        int before = ahead.most();

        ahead.late(1);
        ahead.late(1 + REST_NANOS);

        assertThat(ahead.most()).isEqualTo(before / 2);
    }

    @Test
    void halvesAgainWhenTheCutDidNotHelp() {
        begin(1_000);
        int before = ahead.most();

        ahead.late(1);
        ahead.late(2 + REST_NANOS);

        assertThat(ahead.most()).isEqualTo(before / 4);
    }

    @Test
    void growsByAShareAboveTheLastGoodSize() {
        begin(1_000);
        ahead.late(1);
        int good = ahead.most();

        begin(good);

        assertThat(ahead.most()).isBetween(good + 14, good + 16);
    }

    @Test
    void neverEndsThePace() {
        for (long cut = 0; cut < 100; cut++) {
            ahead.late(cut * 2 * REST_NANOS);
        }

        assertThat(ahead.most()).isEqualTo(16);
    }

    @Test
    void isBounded() {
        begin(100_000);

        assertThat(ahead.most()).isEqualTo(4_096);
    }

    private void begin(int count) {
        for (int i = 0; i < count; i++) {
            ahead.begun();
        }
    }
}
