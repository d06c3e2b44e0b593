package io.estafet.inbound;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;

/** Turns of one step, and few tries. */
public final class TurnProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(new WebhookProfile().getConfigOverrides());
        settings.put("estafet.webhook.turn", "PT0S");
        settings.put("estafet.webhook.tries", "3");
        settings.put("estafet.webhook.retry-base", "PT0.001S");
        return settings;
    }
}
