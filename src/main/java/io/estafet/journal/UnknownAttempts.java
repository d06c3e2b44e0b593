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
 * Attempts that were handed over and never answered, for the policy that decides about them. It ends one by
 * {@link Journal#record}: {@code held} for a new attempt, {@code failed} to give up; a status that came in between wins.
 */
public interface UnknownAttempts {

    /**
     * Unknown since the given time or longer, oldest first.
     *
     * @param after begins behind this one; empty for the first
     */
    Uni<List<Unknown>> due(Category category, Instant since, Optional<Unknown> after, int most);

    /**
     * True when statuses of other messages have arrived that this number sent within the given time before or after:
     * then the silence about one message means something. False while webhooks that came before {@code workedOff} wait
     * to be worked on: the message's own status may be among them.
     */
    Uni<Boolean> hasEvidence(Unknown unknown, Duration around, Instant workedOff);

    /** How many there are now, of each number that has any. */
    Uni<Map<SenderId, Long>> bySender();

    /**
     * @param category of what was sent
     * @param tries of the message that count against its end, the unknown one with them
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
