package io.estafet.simulator;

import java.util.SplittableRandom;

/** Random choices that repeat: each {@code PUT /behaviour} throws them from its seed anew. */
final class Dice {
    private SplittableRandom random = new SplittableRandom();

    void seed(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Ask for it at each use: it is another one after {@link #seed}. */
    SplittableRandom random() {
        return random;
    }
}
