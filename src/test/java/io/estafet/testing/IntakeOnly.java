package io.estafet.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The program in the test's own JVM accepts and hears webhooks; replicas in processes of their own dispatch. */
public final class IntakeOnly implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("estafet.dispatch.enabled", "false");
    }
}
