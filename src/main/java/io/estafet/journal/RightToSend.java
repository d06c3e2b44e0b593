package io.estafet.journal;

import io.estafet.message.AttemptId;
import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The committed right to one attempt; no request begins without it. It is a guarded update of the message's row from
 * waiting to {@code sending} with the next attempt number. Of all replicas that ask for one attempt, at most one gets
 * the right. None gets it for a message that was cancelled, has ended or was taken under an older epoch.
 */
public interface RightToSend {

    /**
     * Commits the rights and answers those that were granted, with what to send. A message whose claim is missing in
     * the answer must not be sent. Group-committed. A failed call grants nothing to the caller, though the rights may
     * have been committed: then the messages are found {@code sending} past their deadline.
     */
    Uni<Map<MessageId, Right>> claim(List<Claim> claims);

    /**
     * @param epoch of the portfolio, under which the message was taken
     * @param charged the time of the message's charge against the limits; empty when it has none
     * @param fallback true when the fallback's body is to be sent
     * @param deadline no request of this attempt begins or is still under way after it
     */
    record Claim(
            AttemptId attempt,
            PortfolioId portfolio,
            long epoch,
            Optional<Instant> charged,
            boolean fallback,
            Instant at,
            Instant deadline) {}

    /**
     * @param address E.164 with {@code +} or a user id
     * @param body the message object as UTF-8 JSON
     * @param tries attempts so far that count against the maximum
     * @param breaks attempts so far whose worker died, or threw, before there was an outcome
     */
    record Right(AttemptId attempt, String address, byte[] body, int tries, int breaks) {

        @Override
        public String toString() {
            return "Right[" + attempt + "]";
        }
    }
}
