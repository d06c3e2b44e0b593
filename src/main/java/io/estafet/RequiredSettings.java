package io.estafet;

import io.estafet.sender.BaseUrl;
import java.net.URI;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/**
 * The settings that the program requires in production. They are checked before Quarkus starts: Quarkus would name one
 * missing setting after the other, or use a server on this machine instead of the intended one.
 */
final class RequiredSettings {

    /** Profiles that are not checked: they set some of the values, and development mode and tests bring the others. */
    private static final Set<String> OTHER_PROFILES = Set.of("embedded", "test", "dev");

    private static final String KEY = "estafet.secrets.key";
    private static final int KEY_BYTES = 32;
    private static final String BASE_URL = "estafet.cloud-api.base-url";

    private RequiredSettings() {}

    /**
     * One line that names all missing settings, or else the malformed key or base URL; empty when nothing is wrong.
     *
     * @param profiles the active ones
     */
    static Optional<String> refusal(Config config, List<String> profiles) {
        if (profiles.stream().anyMatch(OTHER_PROFILES::contains)) {
            return Optional.empty();
        }
        List<String> missing = variables().entrySet().stream()
                .filter(setting -> isMissing(config, setting.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        return missing.isEmpty()
                ? malformedKey(config).or(() -> malformedBaseUrl(config))
                : Optional.of("these settings are missing: " + String.join(", ", missing)
                        + " (environment variables, or the same as properties, like -Dquarkus.redis.hosts=...)");
    }

    /** Reported here in one line. The code that uses the key would end Quarkus' start with a page of output. */
    private static Optional<String> malformedKey(Config config) {
        String key = config.getValue(KEY, String.class).strip();
        return isKey(key) ? Optional.empty() : Optional.of("ESTAFET_SECRETS_KEY is not 32 bytes in base64");
    }

    /** A number without a base URL of its own would be registered with this one, to which nothing can be sent. */
    private static Optional<String> malformedBaseUrl(Config config) {
        try {
            config.getOptionalValue(BASE_URL, String.class).map(URI::create).ifPresent(BaseUrl::of);
            return Optional.empty();
        } catch (IllegalArgumentException unfit) {
            return Optional.of(BASE_URL + ": " + unfit.getMessage());
        }
    }

    private static boolean isKey(String base64) {
        try {
            return Base64.getDecoder().decode(base64).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isMissing(Config config, String name) {
        return config.getOptionalValue(name, String.class)
                .filter(value -> !value.isBlank())
                .isEmpty();
    }

    /** The required settings by the environment variables that {@code docs/operations.md} names. */
    private static Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        // Our own setting takes its value from Quarkus' setting, so either will do.
        variables.put("QUARKUS_REDIS_HOSTS", "estafet.redis.hosts");
        variables.put("QUARKUS_DATASOURCE_REACTIVE_URL", "quarkus.datasource.reactive.url");
        variables.put("QUARKUS_DATASOURCE_USERNAME", "quarkus.datasource.username");
        variables.put("QUARKUS_DATASOURCE_PASSWORD", "quarkus.datasource.password");
        variables.put("ESTAFET_SECRETS_KEY", KEY);
        return variables;
    }
}
