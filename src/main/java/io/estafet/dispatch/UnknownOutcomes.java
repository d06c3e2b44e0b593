package io.estafet.dispatch;

import io.estafet.dispatch.UnknownConfig.Policy;
import io.estafet.journal.AttemptOutcome;
import io.estafet.journal.OpenMessage;
import io.estafet.journal.UnknownAttempts.Unknown;
import io.estafet.message.Category;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.message.State;
import io.estafet.sender.Sender;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
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
final class UnknownOutcomes {

    private static final Logger LOG = Logger.getLogger(UnknownOutcomes.class);
    private static final int MOST = 1_000;
    /** Attempts of one number within the same minute share one answer to whether statuses of other messages arrived. */
    private static final Duration SHARED = Duration.ofMinutes(1);
    /** A webhook that came longer ago and has not been processed is a sign of a backlog. */
    private static final Duration WEBHOOK_UNDER_WAY = Duration.ofSeconds(5);

    private final Stations stations;
    private final UnknownConfig config;
    private final Map<Category, Unknown> lastSeen = new ConcurrentHashMap<>();

    UnknownOutcomes(Stations stations, UnknownConfig config) {
        this.stations = stations;
        this.config = config;
    }

    /** Decides about all attempts that are due. The caller must not overlap two runs. */
    Uni<Void> run() {
        Map<Moment, Boolean> heard = new HashMap<>();
        return Multi.createFrom()
                .items(Category.values())
                .onItem()
                .transformToUniAndConcatenate(category -> decide(category, heard))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> decide(Category category, Map<Moment, Boolean> heard) {
        Instant now = stations.clock().instant();
        // Messages under the policy WAIT are read only when they are to be given up, so that they do not hold up
        // others.
        Duration patience = policy(category) == Policy.WAIT ? config.giveUp() : patience(category);
        return stations.unknownAttempts()
                .due(category, now.minus(patience), Optional.ofNullable(lastSeen.get(category)), MOST)
                .invoke(due -> remember(category, due))
                .chain(due -> decideEach(due, heard));
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

    private Uni<Void> decideEach(List<Unknown> due, Map<Moment, Boolean> heard) {
        return Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUniAndConcatenate(unknown -> decideOrLeave(unknown, heard))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** An attempt whose decision fails stays due and does not hold up the others. */
    private Uni<Void> decideOrLeave(Unknown unknown, Map<Moment, Boolean> heard) {
        return Uni.createFrom()
                .deferred(() -> decide(unknown, heard))
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "not decided yet messageId=%s cause=%s",
                        unknown.attempt().message(), failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> decide(Unknown unknown, Map<Moment, Boolean> heard) {
        Instant now = stations.clock().instant();
        if (!now.isBefore(unknown.since().plus(config.giveUp()))) {
            return end(unknown, now, Reason.OUTCOME_UNKNOWN);
        }
        if (policy(unknown.category()) == Policy.WAIT) {
            return Uni.createFrom().voidItem();
        }
        return silenceMeansSomething(unknown, heard)
                .chain(meant -> meant ? resend(unknown, now) : Uni.createFrom().voidItem());
    }

    private Uni<Boolean> silenceMeansSomething(Unknown unknown, Map<Moment, Boolean> heard) {
        boolean hears =
                stations.book().find(unknown.sender()).map(Sender::webhooks).orElse(true);
        return policy(unknown.category()) == Policy.RESEND || !hears
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
                : stations.unknownAttempts()
                        .hasEvidence(
                                unknown,
                                config.evidenceAround().plus(SHARED),
                                stations.clock().instant().minus(WEBHOOK_UNDER_WAY))
                        .invoke(answer -> heard.put(moment, answer));
    }

    private Uni<Void> resend(Unknown unknown, Instant now) {
        if (unknown.breaks() >= AttemptOutcome.MOST_BREAKS) {
            return end(unknown, now, Reason.POISON);
        }
        if (unknown.tries() >= config.maxAttempts()) {
            return end(unknown, now, Reason.ATTEMPTS_EXHAUSTED);
        }
        return stations.journal()
                .record(List.of(outcome(unknown, State.HELD, Reason.RETRY, Optional.of(now), now)))
                .chain(() ->
                        stations.openMessages().find(List.of(unknown.attempt().message())))
                .chain(found -> enqueue(unknown, found));
    }

    private Uni<Void> enqueue(Unknown unknown, List<OpenMessage> found) {
        List<OpenMessage> waiting =
                found.stream().filter(message -> message.state().isWaiting()).toList();
        return stations.queue()
                .enqueue(
                        unknown.portfolio(),
                        waiting.stream().map(OpenMessage::entry).toList())
                .replaceWithVoid();
    }

    private Uni<Void> end(Unknown unknown, Instant now, Reason reason) {
        return stations.journal().record(List.of(outcome(unknown, State.FAILED, reason, Optional.empty(), now)));
    }

    /** The charge stays in any case: the message may have been delivered. */
    private static AttemptOutcome outcome(
            Unknown unknown, State state, Reason reason, Optional<Instant> until, Instant now) {
        return new AttemptOutcome(
                unknown.attempt(),
                state,
                Optional.of(reason),
                until,
                Optional.empty(),
                Optional.of("no status arrived"),
                false,
                false,
                now);
    }

    private Duration patience(Category category) {
        return switch (category) {
            case AUTHENTICATION -> config.patience().authentication();
            case SERVICE -> config.patience().service();
            case UTILITY -> config.patience().utility();
            case MARKETING -> config.patience().marketing();
        };
    }

    private Policy policy(Category category) {
        return switch (category) {
            case AUTHENTICATION -> config.policy().authentication();
            case SERVICE -> config.policy().service();
            case UTILITY -> config.policy().utility();
            case MARKETING -> config.policy().marketing();
        };
    }

    /** A number, and a minute since the epoch. */
    private record Moment(SenderId sender, long minute) {}
}
