package io.estafet.simulator;

import java.util.SplittableRandom;

/**
 * A random time in milliseconds: {@code fixed} ({@code millis}), {@code uniform} ({@code min} to {@code max}) or
 * {@code lognormal} (by its median {@code p50} and {@code p99}). A bare number in JSON is a fixed time.
 */
record Distribution(Shape distribution, double millis, double min, double max, double p50, double p99) {
    /** The 99th percentile of the standard normal distribution. */
    private static final double Z99 = 2.3263478740408408;
    /** The longest time drawn: the tail of a lognormal distribution must not become a hang. */
    private static final double LONGEST_MILLIS = 3_600_000;

    /** Decides which fields are used. The names are those in JSON. */
    enum Shape {
        fixed,
        uniform,
        lognormal
    }

    Distribution {
        Checks.demand(distribution != null, "distribution must be fixed, uniform or lognormal");
        Checks.millis("millis", millis);
        Checks.millis("min", min);
        Checks.millis("max", max);
        Checks.millis("p50", p50);
        Checks.millis("p99", p99);
        boolean range = distribution == Shape.uniform;
        Checks.demand(!range || max >= min, "max must be at least min");
        boolean log = distribution == Shape.lognormal;
        Checks.demand(!log || (p50 > 0 && p99 >= p50), "lognormal needs p50 > 0 and p99 >= p50");
    }

    static Distribution of(double millis) {
        return new Distribution(Shape.fixed, millis, 0, 0, 0, 0);
    }

    static Distribution lognormal(double p50, double p99) {
        return new Distribution(Shape.lognormal, 0, 0, 0, p50, p99);
    }

    long draw(SplittableRandom random) {
        double drawn = switch (distribution) {
            case fixed -> millis;
            case uniform -> min == max ? min : random.nextDouble(min, max);
            case lognormal -> p50 * Math.exp(Math.log(p99 / p50) / Z99 * random.nextGaussian());
        };
        return Math.round(Math.min(drawn, LONGEST_MILLIS));
    }
}
