package io.estafet.testing;

import io.estafet.embedded.EmbeddedServers;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import java.util.Map;

/** Points a {@code @QuarkusTest} at {@link Servers}: {@code @QuarkusTestResource(ServersResource.class)}. */
public final class ServersResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        EmbeddedServers servers = Servers.get();
        return Map.of(
                "quarkus.redis.hosts", servers.redis().url(),
                "quarkus.datasource.reactive.url", servers.postgres().reactiveUrl(),
                "quarkus.datasource.username", servers.postgres().username(),
                "quarkus.datasource.password", servers.postgres().password());
    }

    /** Nothing: the servers are everybody's, and end with the JVM. */
    @Override
    public void stop() {}
}
