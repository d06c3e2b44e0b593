package io.estafet.directory.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretKeysTest {

    private static final String OLD = key(1);
    private static final String YOUNG = key(2);

    private final SecretKeys keys = new SecretKeys(new Config(Optional.of(OLD), "old", Map.of()));

    @Test
    void opensWhatItSealedForTheSameOwnerOnly() {
        // When
        byte[] sealed = keys.seal("a", "sesame");

        // Then
        assertThat(keys.open("a", sealed)).contains("sesame");
        assertThat(keys.open("b", sealed)).isEmpty();
    }

    @Test
    void sealsTheSameTextNeverTheSame() {
        assertThat(keys.seal("a", "sesame")).isNotEqualTo(keys.seal("a", "sesame"));
    }

    @Test
    void changedTextDoesNotOpen() {
        // Given
        byte[] sealed = keys.seal("a", "sesame");

        // When
        sealed[sealed.length - 1] ^= 1;

        // Then
        assertThat(keys.open("a", sealed)).isEmpty();
    }

    @Test
    void replacedKeyStillOpensWhatItSealed() {
        // Given
        byte[] sealed = keys.seal("a", "sesame");

        // When
        SecretKeys replaced = new SecretKeys(new Config(Optional.of(YOUNG), "young", Map.of("old", OLD)));

        // Then
        assertThat(replaced.open("a", sealed)).contains("sesame");
        assertThat(replaced.hashes("x")).anySatisfy(hash -> assertThat(hash).isEqualTo(keys.hash("x")));
        assertThat(keys.open("a", replaced.seal("a", "sesame"))).isEmpty();
    }

    @Test
    void refusesToStartWithoutAProperKey() {
        assertThatThrownBy(() -> new SecretKeys(new Config(Optional.empty(), "1", Map.of())))
                .hasMessageContaining("estafet.secrets.key is not set");
        assertThatThrownBy(() -> new SecretKeys(new Config(Optional.of("!"), "1", Map.of())))
                .hasMessageContaining("not base64");
        assertThatThrownBy(() -> new SecretKeys(new Config(Optional.of("c2hvcnQ="), "1", Map.of())))
                .hasMessageContaining("32 bytes");
    }

    private static String key(int fill) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private record Config(Optional<String> key, String keyId, Map<String, String> oldKeys) implements SecretsConfig {}
}
