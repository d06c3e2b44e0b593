package io.estafet.directory.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.estafet.directory.ConsentChange;
import io.estafet.directory.ConsentRecord;
import io.estafet.directory.PendingProjection;
import io.estafet.message.Category;
import io.estafet.message.PersonId;
import io.estafet.recipient.Address;
import io.estafet.recipient.ConsentByte;
import io.estafet.recipient.ConsentStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people said, what holds of it, and what Redis has yet to learn. */
class ConsentRepositoryIT extends DirectoryTestBase {

    private final ConsentRepository consents = new ConsentRepository(database, InstantSource.fixed(NOW));
    private final ProjectionOutboxRepository outbox = new ProjectionOutboxRepository(database);
    private final ProjectionReader projection = new ProjectionReader(database);

    private final Address one = phone();
    private final Address other = phone();
    private final Map<Address, PersonId> people = Map.of(one, person(7), other, person(3));

    @Test
    void theLatestWordOfABatchHolds() {
        record(said(one, "", 0, true), said(one, "marketing", 5, false), said(one, "utility", -5, false));

        assertThat(state(7).status(Category.MARKETING)).isEqualTo(ConsentStatus.OPTED_OUT);
        assertThat(state(7).status(Category.UTILITY)).isEqualTo(ConsentStatus.OPTED_IN);
        assertThat(state(7).status(Category.AUTHENTICATION)).isEqualTo(ConsentStatus.OPTED_IN);
        assertThat(await(consents.state(portfolio, person(8)))).isEqualTo(ConsentByte.NOTHING_KNOWN);
    }

    @Test
    void anOlderWordChangesNothingLater() {
        record(said(one, "marketing", 10, false));
        record(said(one, "marketing", 0, true));

        assertThat(state(7).status(Category.MARKETING)).isEqualTo(ConsentStatus.OPTED_OUT);
    }

    @Test
    void everyWordIsRemembered() {
        record(said(one, "marketing", 0, true), said(other, "", 1, false), said(one, "", 2, false));

        List<ConsentRecord> history = await(consents.history(portfolio, person(7), 10));

        assertThat(history).hasSize(2);
        assertThat(history.get(0).category()).isEmpty();
        assertThat(history.get(0).status()).isEqualTo(ConsentStatus.OPTED_OUT);
        assertThat(history.get(0).source()).isEqualTo("form");
        assertThat(history.get(0).at()).isEqualTo(NOW.plusSeconds(2));
        assertThat(history.get(0).recordedAt()).isEqualTo(NOW);
        assertThat(history.get(1).category()).contains(Category.MARKETING);
        assertThat(await(consents.history(portfolio, person(7), 1))).containsExactly(history.get(0));
    }

    @Test
    void aChangeIsPendingUntilItIsProjected() {
        PendingProjection pending = record(said(one, "", 0, true), said(other, "", 0, true), said(one, "", 1, false));

        assertThat(pending.persons()).contains(List.of(person(3), person(7)));
        assertThat(pendingHere()).containsExactly(pending);
        await(outbox.markProjected(List.of(pending)));
        assertThat(pendingHere()).isEmpty();
    }

    /** A message that was admitted under the old state just before may not have its right to send yet. */
    @Test
    void anEntryThatWaitedForLongIsKeptForAMoment() {
        PendingProjection pending = record(said(one, "", 0, true));
        sql("UPDATE projection_outbox SET at = at - interval '1 minute' WHERE id = $1", pending.id());

        await(outbox.markProjected(List.of(pending)));

        assertThat(sql("SELECT FROM projection_outbox WHERE id = $1 AND projected_at IS NOT NULL", pending.id()))
                .hasSize(1);
        sql(
                "UPDATE projection_outbox SET projected_at = projected_at - interval '1 minute' WHERE id = $1",
                pending.id());
        pendingHere();
        assertThat(sql("SELECT FROM projection_outbox WHERE id = $1", pending.id()))
                .isEmpty();
    }

    @Test
    void aStopThatWasGivenToWhatsAppStopsMarketingUntilItEnds() {
        record(said(one, "", 0, true));

        await(consents.recordStop(portfolio, person(7), true, NOW.plusSeconds(9)));
        ConsentByte stopped = state(7);
        await(consents.recordStop(portfolio, person(7), false, NOW.plusSeconds(8)));
        ConsentByte still = state(7);
        await(consents.recordStop(portfolio, person(7), false, NOW.plusSeconds(10)));

        assertThat(stopped.status(Category.MARKETING)).isEqualTo(ConsentStatus.OPTED_OUT);
        assertThat(stopped.status(Category.UTILITY)).isEqualTo(ConsentStatus.OPTED_IN);
        assertThat(still).isEqualTo(stopped);
        assertThat(state(7).status(Category.MARKETING)).isEqualTo(ConsentStatus.OPTED_IN);
        assertThat(await(consents.history(portfolio, person(7), 1)).get(0).source())
                .isEqualTo(ConsentChange.WHATSAPP);
    }

    @Test
    void nothingIsRecordedOfAPersonWhoIsNotKnown() {
        assertThatThrownBy(() -> record(said(one, "", 0, true), said(phone(), "", 0, true)))
                .hasMessageContaining("without its person");
        assertThat(await(consents.state(portfolio, person(7)))).isEqualTo(ConsentByte.NOTHING_KNOWN);
    }

    @Test
    void theProjectionReadsOneByteForEachPerson() {
        record(said(one, "", 0, true), said(other, "utility", 0, false));
        int seven = state(7).value();
        int three = state(3).value();

        assertThat(await(projection.consentBytes(portfolio, 2, 100))).containsExactly(0, three, 0, 0, 0, seven);
        assertThat(await(projection.consentBytes(portfolio, 8, 100))).isEmpty();
        assertThat(await(projection.lastConsent(portfolio))).isEqualTo(7);
        assertThat(await(projection.consents(portfolio, List.of(person(3), person(4)))))
                .containsEntry(person(3), new ConsentByte(three))
                .containsEntry(person(4), ConsentByte.NOTHING_KNOWN);
    }

    private PendingProjection record(ConsentChange... changes) {
        return await(consents.record(portfolio, List.of(changes), people));
    }

    private ConsentByte state(long person) {
        return await(consents.state(portfolio, person(person)));
    }

    private List<PendingProjection> pendingHere() {
        return await(outbox.pending(Duration.ZERO, 0, 10_000)).stream()
                .filter(entry -> entry.portfolio().equals(portfolio))
                .toList();
    }

    private ConsentChange said(Address address, String category, int seconds, boolean in) {
        return new ConsentChange(
                portfolio,
                address,
                category.isEmpty() ? Optional.empty() : Category.ofWord(category),
                in ? ConsentStatus.OPTED_IN : ConsentStatus.OPTED_OUT,
                "form",
                NOW.plusSeconds(seconds));
    }
}
