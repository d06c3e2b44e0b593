package io.estafet.dispatch.repair;

import io.estafet.dispatch.repair.UnknownConfig.Policy;
import io.estafet.journal.AttemptOutcome;
import io.estafet.journal.Journal;
import io.estafet.journal.OpenMessages;
import io.estafet.journal.UnknownAttempts;
import io.estafet.journal.UnknownAttempts.Unknown;
import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.reactive.Unis;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Decides about attempts that were handed over and never answered, when the time to wait for a status webhook is over.
 * A status that comes in between wins: the journal lets only one of the two move the message.
 */
@Singleton
final class UnknownOutcomes {

    private static final Logger LOG = Logger.getLogger(UnknownOutcomes.class);
    private static final int MOST = 1_000;
    /** Attempts of one number within the same minute share one answer to whether statuses of other messages arrived. */
    private static final Duration SHARED = Duration.ofMinutes(1);
    /** A webhook that came longer ago and has not been processed is a sign of a backlog. */
    private static final Duration WEBHOOK_UNDER_WAY = Duration.ofSeconds(5);

    private final SenderBook book;
    private final UnknownAttempts unknownAttempts;
    private final OpenMessages openMessages;
    private final Journal journal;
    private final QueueRepair repair;
    private final UnknownConfig config;
    private final InstantSource clock;
    private final Map<Category, Unknown> lastSeen = new ConcurrentHashMap<>();

    UnknownOutcomes(
            SenderBook book,
            UnknownAttempts unknownAttempts,
            OpenMessages openMessages,
            Journal journal,
            QueueRepair repair,
            UnknownConfig config,
            InstantSource clock) {
        this.book = book;
        this.unknownAttempts = unknownAttempts;
        this.openMessages = openMessages;
        this.journal = journal;
        this.repair = repair;
        this.config = config;
        this.clock = clock;
    }

    /** Decides about all attempts that are due. The caller must not overlap two runs. */
    Uni<Void> run() {
        Map<Moment, Boolean> heard = new HashMap<>();
        return Unis.inTurn(List.of(Category.values()), category -> decide(category, heard));
    }

    private Uni<Void> decide(Category category, Map<Moment, Boolean> heard) {
        Instant now = clock.instant();
        // Messages under the policy WAIT are read only when they are to be given up, so that they do not hold up
        // others.
        Duration patience = config.policy().of(category) == Policy.WAIT
                ? config.giveUp()
                : config.patience().of(category);
        return unknownAttempts
                .due(category, now.minus(patience), Optional.ofNullable(lastSeen.get(category)), MOST)
                .invoke(due -> remember(category, due))
                .chain(due -> Unis.inTurn(due, unknown -> decideOrLeave(unknown, heard)));
    }

    /**
     * Attempts that cannot be decided yet stay due. The next run begins after the last one read; after the last page it
     * begins at the first again.
     */
    private void remember(Category category, List<Unknown> due) {
        if (due.size() == MOST) {
            lastSeen.put(category, due.get(MOST - 1));
        } else {
            lastSeen.remove(category);
        }
    }

    /** An attempt whose decision fails stays due and does not hold up the others. */
    private Uni<Void> decideOrLeave(Unknown unknown, Map<Moment, Boolean> heard) {
        return Unis.recovered(
                Uni.createFrom().deferred(() -> decide(unknown, heard)),
                failure -> LOG.warnf(
                        "not decided yet messageId=%s cause=%s",
                        unknown.attempt().message(), failure));
    }

    private Uni<Void> decide(Unknown unknown, Map<Moment, Boolean> heard) {
        Instant now = clock.instant();
        if (!now.isBefore(unknown.since().plus(config.giveUp()))) {
            return end(unknown, now, Reason.OUTCOME_UNKNOWN);
        }
        if (config.policy().of(unknown.category()) == Policy.WAIT) {
            return Unis.done();
        }
        return silenceMeansSomething(unknown, heard).chain(meant -> meant ? resend(unknown, now) : Unis.done());
    }

    private Uni<Boolean> silenceMeansSomething(Unknown unknown, Map<Moment, Boolean> heard) {
        boolean hears = book.find(unknown.sender()).map(Sender::webhooks).orElse(true);
        return config.policy().of(unknown.category()) == Policy.RESEND || !hears
                ? Uni.createFrom().item(true)
                : hasEvidence(unknown, heard);
    }

    /**
     * The journal is asked once for each minute, with a range wide enough to cover the surroundings of each attempt
     * that shares the answer.
     */
    private Uni<Boolean> hasEvidence(Unknown unknown, Map<Moment, Boolean> heard) {
        Moment moment = new Moment(unknown.sender(), unknown.attemptAt().toEpochMilli() / SHARED.toMillis());
        Boolean known = heard.get(moment);
        return known != null
                ? Uni.createFrom().item(known)
                : unknownAttempts
                        .hasEvidence(
                                unknown,
                                config.evidenceAround().plus(SHARED),
                                clock.instant().minus(WEBHOOK_UNDER_WAY))
                        .invoke(answer -> heard.put(moment, answer));
    }

    private Uni<Void> resend(Unknown unknown, Instant now) {
        if (unknown.breaks() >= AttemptOutcome.MOST_BREAKS) {
            return end(unknown, now, Reason.POISON);
        }
        if (unknown.tries() >= config.maxAttempts()) {
            return end(unknown, now, Reason.ATTEMPTS_EXHAUSTED);
        }
        MessageId message = unknown.attempt().message();
        return journal.record(List.of(AttemptOutcome.silent(unknown.attempt(), now)))
                .chain(() -> openMessages.find(List.of(message)))
                .chain(found -> repair.enqueueWaiting(unknown.portfolio(), found))
                .replaceWithVoid();
    }

    private Uni<Void> end(Unknown unknown, Instant now, Reason reason) {
        return journal.record(List.of(AttemptOutcome.givenUp(unknown.attempt(), reason, now)));
    }

    /** A number, and a minute since the epoch. */
    private record Moment(SenderId sender, long minute) {}
}
