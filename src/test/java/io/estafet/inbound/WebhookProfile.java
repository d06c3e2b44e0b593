package io.estafet.inbound;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Two secrets, a patience of some seconds, and no dispatch: messages move by webhooks only. */
public final class WebhookProfile implements QuarkusTestProfile {

    static final String OLD_SECRET = "the-old-secret";
    static final String NEW_SECRET = "the-new-secret";
    static final String VERIFY_TOKEN = "the-word";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "estafet.webhook.app-secrets",
                OLD_SECRET + "," + NEW_SECRET,
                "estafet.webhook.verify-token",
                VERIFY_TOKEN,
                "estafet.webhook.unknown-patience",
                "PT3S",
                "estafet.dispatch.enabled",
                "false");
    }
}
