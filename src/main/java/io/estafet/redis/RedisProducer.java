package io.estafet.redis;

import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the one link of the whole program. */
final class RedisProducer {

    @Produces
    @Singleton
    static RedisLink link(Vertx vertx, RedisConfig config) {
        return new RedisLink(vertx, config);
    }

    static void close(@Disposes RedisLink link) {
        link.close();
    }
}
