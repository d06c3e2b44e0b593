package io.estafet.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.time.Duration;
import java.util.Map;

/**
 * The program in the test's own JVM accepts and hears webhooks; replicas in processes of their own dispatch. An answer
 * that no one takes is given up after {@link #WRITE_DEADLINE}.
 */
public final class IntakeOnly implements QuarkusTestProfile {

    public static final Duration WRITE_DEADLINE = Duration.ofSeconds(4);

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("estafet.dispatch.enabled", "false", "estafet.http.write-deadline", WRITE_DEADLINE.toString());
    }
}
