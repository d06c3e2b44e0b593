package io.estafet.directory.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.directory.PendingProjection;
import io.estafet.directory.ProjectionSource.Suppressed;
import io.estafet.directory.ProjectionSource.Window;
import io.estafet.directory.Suppression;
import io.estafet.message.Backoff;
import io.estafet.message.SenderId;
import io.estafet.sender.Health;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What webhooks and refusals teach of people and numbers: suppressions, windows, health. */
class SuppressionRepositoryIT extends DirectoryTestBase {

    private static final Backoff WAIT = new Backoff(Duration.ofHours(1), 2, Duration.ofHours(3));

    private final SuppressionRepository suppressions = new SuppressionRepository(database);
    private final WindowRepository windows = new WindowRepository(database);
    private final NumberHealthRepository health = new NumberHealthRepository(database);
    private final ProjectionReader projection = new ProjectionReader(database);
    private final SenderId sender = new SenderId(fresh("s"));

    @Test
    void aRefusalSuppressesForTheFirstWait() {
        Optional<PendingProjection> pending = refused(NOW, NOW);

        assertThat(pending.flatMap(PendingProjection::persons)).contains(List.of(person(7)));
        assertThat(await(suppressions.inForce(portfolio, person(7), NOW)))
                .containsExactly(Map.entry(Suppression.EVERYTHING, NOW.plus(Duration.ofHours(1))));
        assertThat(await(suppressions.inForce(portfolio, person(7), NOW.plus(Duration.ofHours(1)))))
                .isEmpty();
    }

    @Test
    void refusalsInARowSuppressForLonger() {
        refused(NOW, NOW);
        Instant second = NOW.plus(Duration.ofHours(2));
        refused(second, second);

        assertThat(end(second)).isEqualTo(second.plus(Duration.ofHours(2)));
        Instant third = second.plus(Duration.ofHours(2));
        refused(third, third);
        assertThat(end(third)).isEqualTo(third.plus(Duration.ofHours(3)));
        Instant muchLater = third.plus(Duration.ofDays(2));
        refused(muchLater, muchLater);
        assertThat(end(muchLater)).isEqualTo(muchLater.plus(Duration.ofHours(1)));
    }

    @Test
    void aRefusalWhoseRequestBeganBeforeTheEndOnlyRepeatsIt() {
        refused(NOW, NOW);

        assertThat(refused(NOW.plusSeconds(60), NOW.plusSeconds(90))).isEmpty();
        assertThat(end(NOW)).isEqualTo(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void whoWroteAfterTheRefusalIsReachableAgain() {
        refused(NOW, NOW);

        assertThat(await(suppressions.reachable(
                        portfolio, Map.of(person(7), NOW.minusSeconds(10), person(8), NOW), NOW.plusSeconds(20))))
                .isEmpty();
        Optional<PendingProjection> pending = await(suppressions.reachable(
                portfolio, Map.of(person(7), NOW.plusSeconds(10), person(8), NOW), NOW.plusSeconds(20)));

        assertThat(pending.map(PendingProjection::portfolio)).contains(portfolio);
        assertThat(pending.flatMap(PendingProjection::persons)).contains(List.of(person(7)));
        assertThat(await(suppressions.inForce(portfolio, person(7), NOW.plusSeconds(21))))
                .isEmpty();
    }

    @Test
    void theProjectionReadsSuppressionsByPersonAndInPages() {
        for (long person : List.of(3L, 5L, 9L)) {
            await(suppressions.refused(portfolio, person(person), Suppression.EVERYTHING, WAIT, NOW, NOW));
        }
        await(suppressions.refused(portfolio, person(3), Suppression.MARKETING, WAIT, NOW, NOW));

        List<Suppressed> page = await(projection.suppressions(portfolio, 0, NOW, 1));

        assertThat(page).extracting(Suppressed::person).containsExactly(person(3), person(3));
        assertThat(await(projection.suppressions(portfolio, 3, NOW, 10)))
                .extracting(Suppressed::person)
                .containsExactly(person(5), person(9));
        assertThat(await(projection.suppressions(portfolio, List.of(person(9), person(4)), NOW)))
                .containsExactly(new Suppressed(person(9), Suppression.EVERYTHING, NOW.plus(Duration.ofHours(1))));
    }

    @Test
    void aWindowOnlyGrows() {
        register();
        await(windows.open(portfolio, sender, Map.of(person(1), NOW.plusSeconds(100), person(2), NOW.plusSeconds(50))));
        await(windows.open(portfolio, sender, Map.of(person(1), NOW.plusSeconds(60))));
        await(windows.open(portfolio, sender, Map.of(person(2), NOW.plusSeconds(70))));

        assertThat(await(windows.open(portfolio, person(1), NOW))).containsEntry(sender, NOW.plusSeconds(100));
        assertThat(await(projection.windows(portfolio, sender, 0, NOW, 10)))
                .containsExactly(
                        new Window(person(1), NOW.plusSeconds(100)), new Window(person(2), NOW.plusSeconds(70)));
        assertThat(await(projection.windows(portfolio, sender, 1, NOW.plusSeconds(70), 10)))
                .isEmpty();
    }

    @Test
    void aRefusalClosesOnlyTheWindowThatWasOpenWhenItBegan() {
        register();
        await(windows.open(portfolio, sender, Map.of(person(1), NOW.plus(WindowRepository.WINDOW))));

        await(windows.close(portfolio, sender, person(1), NOW.minusSeconds(1)));
        assertThat(await(windows.open(portfolio, person(1), NOW))).containsKey(sender);
        await(windows.close(portfolio, sender, person(1), NOW));
        assertThat(await(windows.open(portfolio, person(1), NOW))).isEmpty();
    }

    @Test
    void anErasedPersonHasNoWindow() {
        register();
        await(windows.open(portfolio, sender, Map.of(person(1), NOW.plusSeconds(9), person(2), NOW.plusSeconds(9))));

        await(windows.forget(portfolio, person(1)));

        assertThat(await(windows.open(portfolio, person(1), NOW))).isEmpty();
        assertThat(await(windows.open(portfolio, person(2), NOW))).containsKey(sender);
    }

    @Test
    void theNewestReportOfANumbersHealthHolds() {
        assertThat(await(health.of(sender))).isEqualTo(Health.UNKNOWN);

        assertThat(note(Optional.of(Health.Quality.RED), Health.Status.FLAGGED, 0))
                .isTrue();
        assertThat(note(Optional.of(Health.Quality.GREEN), Health.Status.CONNECTED, -1))
                .isFalse();
        assertThat(note(Optional.empty(), Health.Status.RESTRICTED, 1)).isTrue();

        assertThat(await(health.of(sender))).isEqualTo(new Health(Health.Quality.RED, Health.Status.RESTRICTED));
    }

    private boolean note(Optional<Health.Quality> quality, Health.Status status, int seconds) {
        return await(health.note(sender, quality, status, NOW.plusSeconds(seconds)));
    }

    private Optional<PendingProjection> refused(Instant began, Instant now) {
        return await(suppressions.refused(portfolio, person(7), Suppression.EVERYTHING, WAIT, began, now));
    }

    private Instant end(Instant now) {
        return await(suppressions.inForce(portfolio, person(7), now)).get(Suppression.EVERYTHING);
    }

    private void register() {
        sql(
                "INSERT INTO portfolio (id, tenant, messaging_limit, version) VALUES ($1, $2, 250, 1)",
                portfolio.value(),
                tenant.value());
        sql(
                "INSERT INTO sender (id, tenant, portfolio, waba_id, display_phone_number, base_url, token, throughput,"
                        + " paused, webhooks, version)"
                        + " VALUES ($1, $2, $3, $4, '1', 'http://x', $5, 80, false, false, 1)",
                sender.value(),
                tenant.value(),
                portfolio.value(),
                fresh("w"),
                Buffer.buffer(secrets.seal(sender.value(), "sesame")));
    }
}
