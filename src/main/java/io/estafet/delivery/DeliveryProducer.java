package io.estafet.delivery;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Random;

/** Makes {@link Verdicts} with its source of jitter, which is random in the program and seeded in tests. */
final class DeliveryProducer {

    @Produces
    @Singleton
    static Verdicts verdicts(ErrorTable table, RetryConfig config) {
        return new Verdicts(table, config, new Random());
    }
}
