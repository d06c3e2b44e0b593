package io.estafet.simulator;

import java.util.SplittableRandom;

/** Repeatable random choices: each {@code PUT /behaviour} starts them anew from its seed. */
final class Dice {
    private SplittableRandom random = new SplittableRandom();

    void seed(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Call this at each use: the object is another one after {@link #seed}. */
    SplittableRandom random() {
        return random;
    }
}
