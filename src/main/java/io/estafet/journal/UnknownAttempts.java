package io.estafet.journal;

import io.estafet.message.AttemptId;
import io.estafet.message.Category;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Attempts that were handed over and never answered, for the policy that decides about them. The policy ends an unknown
 * outcome by {@link Journal#record}: {@code held} for a new attempt, {@code failed} to give up. A status that comes in
 * between wins.
 */
public interface UnknownAttempts {

    /**
     * Attempts that have been unknown since the given time or longer, oldest first.
     *
     * @param after the answer begins behind this attempt; empty for the first
     */
    Uni<List<Unknown>> due(Category category, Instant since, Optional<Unknown> after, int most);

    /**
     * True when statuses have arrived for other messages that this number sent within the given time before or after:
     * then it means something that no status came for this message. False while webhooks that name the number and came
     * before {@code workedOff} wait to be worked on: the message's own status may be among them.
     */
    Uni<Boolean> hasEvidence(Unknown unknown, Duration around, Instant workedOff);

    /** The present number of unknown attempts of each business number that has any. */
    Uni<Map<SenderId, Long>> bySender();

    /**
     * @param category of the message that was sent
     * @param tries of the message that count against the maximum, the unknown attempt included
     * @param breaks of the message: attempts whose worker died, or threw, before there was an outcome
     * @param attemptAt when the right to the attempt was committed
     */
    record Unknown(
            AttemptId attempt,
            PortfolioId portfolio,
            SenderId sender,
            PersonId person,
            Category category,
            int tries,
            int breaks,
            Instant attemptAt,
            Instant since) {}
}
