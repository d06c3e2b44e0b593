package io.estafet.dispatch.repair;

import io.estafet.admission.AdmissionConfig;
import io.estafet.admission.Restoring;
import io.estafet.admission.Restoring.LiveCharge;
import io.estafet.journal.OpenMessages;
import io.estafet.journal.OpenMessages.Charge;
import io.estafet.journal.OpenMessages.ChargeCursor;
import io.estafet.journal.OpenMessages.Start;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.reactive.Unis;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what counts against a portfolio's limits from the journal into Redis: the charges of the moving 24 h and the
 * attempts that the pair rate remembers. Both are read forward through time, in slices. The journal finds the rows of a
 * time by block ranges, so that all slices together cost one pass over that time and not one pass each. A charge that
 * is moved meanwhile moves forward, to a time that is still to be read.
 */
@Singleton
final class UsageRestorer {

    private static final Duration MOVING_DAY = Duration.ofDays(1);
    private static final int PAGE = 5_000;
    /** The shortest slice: what a portfolio sends in it fits a page. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /**
     * The length of a slice of attempts: at a thousand messages per second and number, still some ten thousand rows.
     */
    private static final Duration STARTS_SLICE = Duration.ofSeconds(10);
    /** The end of the last slice, beyond all clocks, so that it includes what was counted during the read. */
    private static final Duration BEYOND = Duration.ofDays(3_650);

    private final OpenMessages openMessages;
    private final Restoring restoring;
    private final Duration pairInterval;
    /** Attempts older than this cannot count against the pair rate any more. */
    private final Duration pairMemory;

    UsageRestorer(OpenMessages openMessages, Restoring restoring, AdmissionConfig admission) {
        this.openMessages = openMessages;
        this.restoring = restoring;
        this.pairInterval = admission.pairInterval();
        this.pairMemory = pairInterval.multipliedBy(admission.pairBurst() + 1L);
    }

    /** @param now by the clock of Redis, which set the times in the journal: this machine's own may differ */
    Uni<Void> load(PortfolioId portfolio, Instant now) {
        Reading reading = new Reading(portfolio, now);
        return Unis.whileTrue(reading::charges)
                .chain(() -> Unis.whileTrue(reading::starts))
                .chain(() -> Unis.inTurn(
                        reading.used.entrySet(), of -> restoring.pairs(portfolio, of.getKey(), of.getValue())));
    }

    /** The state of reading one portfolio. */
    private final class Reading {

        private final PortfolioId portfolio;
        private final Instant now;
        /** The pair rate's memory, computed from the attempts that may still count. */
        private final Map<SenderId, Map<PersonId, Instant>> used = new HashMap<>();

        private ChargeCursor from;
        private Duration slice = SHORTEST;
        private Instant startsFrom;

        Reading(PortfolioId portfolio, Instant now) {
            this.portfolio = portfolio;
            this.now = now;
            this.from = ChargeCursor.at(now.minus(MOVING_DAY));
            this.startsFrom = now.minus(pairMemory);
        }

        Uni<Boolean> charges() {
            Instant until = end(from.at(), slice);
            return openMessages
                    .charges(portfolio, from, until, PAGE)
                    .call(page -> restoring.charge(
                            portfolio, page.stream().map(UsageRestorer::live).toList()))
                    .map(page -> readOn(page, until));
        }

        /**
         * Returns whether there is more to read. The length of the slices follows the number of rows; after a full page
         * the read goes on from its end.
         */
        private boolean readOn(List<Charge> page, Instant until) {
            if (page.size() == PAGE) {
                Charge reached = page.get(PAGE - 1);
                slice = longer(SHORTEST, Duration.between(from.at(), reached.countedAt()));
                from = reached.cursor();
                return true;
            }
            slice = page.size() < PAGE / 3 ? slice.multipliedBy(2) : slice;
            from = ChargeCursor.at(until);
            return until.isBefore(now);
        }

        Uni<Boolean> starts() {
            Instant until = end(startsFrom, STARTS_SLICE);
            return openMessages
                    .starts(portfolio, startsFrom, until)
                    .invoke(starts -> fold(starts, used))
                    .map(starts -> {
                        startsFrom = until;
                        return until.isBefore(now);
                    });
        }

        private Instant end(Instant begin, Duration length) {
            Instant end = begin.plus(length);
            return end.isBefore(now) ? end : now.plus(BEYOND);
        }
    }

    private void fold(List<Start> starts, Map<SenderId, Map<PersonId, Instant>> bySender) {
        for (Start start : starts) {
            bySender.computeIfAbsent(start.sender(), s -> new HashMap<>())
                    .merge(
                            start.person(),
                            start.at().plus(pairInterval),
                            (used, next) -> (used.isAfter(start.at()) ? used : start.at()).plus(pairInterval));
        }
    }

    private static LiveCharge live(Charge charge) {
        return new LiveCharge(charge.id(), charge.sender(), charge.person(), charge.countedAt());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
