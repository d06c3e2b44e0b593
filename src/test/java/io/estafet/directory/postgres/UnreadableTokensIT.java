package io.estafet.directory.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.estafet.Readiness;
import io.estafet.directory.DirectoryBook;
import io.estafet.directory.Registered;
import io.estafet.directory.Registry;
import io.estafet.directory.UnreadableTokensException;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.sender.Sender;
import io.estafet.testing.ServersResource;
import io.estafet.testing.Statements;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replicas of which one has another key than the others. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class UnreadableTokensIT {

    @Inject
    Registry registry;

    @Inject
    DirectoryDatabase database;

    @Inject
    SecretsConfig right;

    @Inject
    Readiness readiness;

    private PortfolioId portfolio;
    private SenderId sender;

    @BeforeEach
    void registerANumber() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(readiness::isReady);
        portfolio = Registered.portfolio(registry, 250);
        sender = Registered.sender(registry, portfolio, Registered.fresh("w"));
    }

    @Test
    void replicaWithAnotherKeyDoesNotStart() {
        // Given
        DirectoryBook book = book(new Keys(Optional.of(otherKey()), "1", Map.of()));

        // Then
        assertThatThrownBy(() -> Registered.await(book.refresh()))
                .isInstanceOf(UnreadableTokensException.class)
                .hasMessageContaining("estafet.secrets.key")
                .hasMessageContaining("estafet.secrets.old-keys");
        assertThat(book.isLoaded()).isFalse();
        assertThat(book.senders()).isEmpty();
    }

    @Test
    void replicaWithANewKeyAndTheOldOneStarts() {
        // Given
        DirectoryBook book = book(
                new Keys(Optional.of(otherKey()), "2", Map.of("1", right.key().orElseThrow())));

        // When
        Registered.await(book.refresh());

        // Then
        assertThat(book.find(sender)).isPresent();
    }

    @Test
    void runningReplicaGoesOnWhenAnotherOneUsesANewKey() {
        // Given
        DirectoryBook book = book(right);
        Registered.await(book.refresh());
        Sender known = book.find(sender).orElseThrow();
        SecretKeys young = new SecretKeys(new Keys(Optional.of(otherKey()), "2", Map.of()));
        try {
            // When
            store(young.seal(sender.value(), "sesame"));
            SenderId next = Registered.sender(registry, portfolio, Registered.fresh("w"));
            Registered.await(book.refresh());

            // Then
            assertThat(book.find(sender)).contains(known);
            assertThat(book.find(next)).isPresent();
        } finally {
            // The database is all tests'.
            store(new SecretKeys(right).seal(sender.value(), known.accessToken().value()));
        }
    }

    private DirectoryBook book(SecretsConfig keys) {
        return new DirectoryBook(new BookReader(database, new SecretKeys(keys)));
    }

    private void store(byte[] token) {
        int changed = Statements.execute(
                "WITH turn AS (UPDATE directory_version SET version = version + 1 RETURNING version)"
                        + " UPDATE sender SET token = ?, version = turn.version FROM turn WHERE id = ?",
                token,
                sender.value());
        assertThat(changed).isEqualTo(1);
    }

    private static String otherKey() {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) 7);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private record Keys(Optional<String> key, String keyId, Map<String, String> oldKeys) implements SecretsConfig {}
}
