package io.estafet.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A change of the directory is looked at when the book has it, and once more when Redis has it. */
class DirectoryChangesTest {

    private static final long SECOND = 1_000_000_000L;

    private final DirectoryChanges changes = new DirectoryChanges();

    @Test
    void aNewVersionIsLookedAtOnce() {
        assertThat(changes.wantLook(1, 0)).isTrue();
        assertThat(changes.wantLook(1, SECOND / 2)).isFalse();
    }

    @Test
    void aSecondLookFollowsWhenTheChangeIsInRedis() {
        changes.wantLook(1, 0);

        assertThat(changes.wantLook(1, SECOND)).isFalse();
        assertThat(changes.wantLook(1, SECOND + 1)).isTrue();
        assertThat(changes.wantLook(1, 3 * SECOND)).as("no third").isFalse();
    }

    @Test
    void aLaterChangePutsTheSecondLookOff() {
        changes.wantLook(1, 0);

        assertThat(changes.wantLook(2, SECOND / 2)).isTrue();
        assertThat(changes.wantLook(2, SECOND + 1)).isFalse();
        assertThat(changes.wantLook(2, 2 * SECOND)).isTrue();
    }

    @Test
    void aChangeAtTheSecondLookIsLookedAtAgain() {
        changes.wantLook(1, 0);

        assertThat(changes.wantLook(2, 2 * SECOND)).isTrue();
        assertThat(changes.wantLook(2, 4 * SECOND)).isTrue();
    }
}
