package io.estafet;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequiredSettingsTest {

    private static final Map<String, String> ALL = Map.of(
            "estafet.redis.hosts", "redis://r:6379",
            "quarkus.datasource.reactive.url", "postgresql://p/estafet",
            "quarkus.datasource.username", "u",
            "quarkus.datasource.password", "p",
            "estafet.secrets.key", "a2V5IHdpdGggMzIgYnl0ZXMsIG5vdCBhIHNlY3JldC4=");

    private static final List<String> PROD = List.of("prod");

    @Test
    void namesAllThatIsMissing() {
        assertThat(RequiredSettings.refusal(config(Map.of()), PROD).orElseThrow())
                .contains("QUARKUS_REDIS_HOSTS, QUARKUS_DATASOURCE_REACTIVE_URL, QUARKUS_DATASOURCE_USERNAME,"
                        + " QUARKUS_DATASOURCE_PASSWORD, ESTAFET_SECRETS_KEY ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void emptyIsMissing(String nothing) {
        // Given
        Map<String, String> settings = new HashMap<>(ALL);
        settings.put("estafet.redis.hosts", nothing);

        // Then
        assertThat(RequiredSettings.refusal(config(settings), PROD).orElseThrow())
                .contains(": QUARKUS_REDIS_HOSTS ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not base64!", "dG9vIHNob3J0", "YSBrZXkgdGhhdCBoYXMgbW9yZSB0aGFuIDMyIGJ5dGVzIGFzIGl0IGlz"})
    void aKeyThatIsNoneIsNamedAndNotShown(String key) {
        // Given
        Map<String, String> settings = new HashMap<>(ALL);
        settings.put("estafet.secrets.key", key);

        // When
        String refusal = RequiredSettings.refusal(config(settings), PROD).orElseThrow();

        // Then
        assertThat(refusal).startsWith("ESTAFET_SECRETS_KEY is not").doesNotContain(key);
    }

    @Test
    void nothingMissesIsNoRefusal() {
        assertThat(RequiredSettings.refusal(config(ALL), PROD)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "test", "dev"})
    void otherProfilesBringTheirOwn(String profile) {
        assertThat(RequiredSettings.refusal(config(Map.of()), List.of(profile))).isEmpty();
    }

    private static Config config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build();
    }
}
