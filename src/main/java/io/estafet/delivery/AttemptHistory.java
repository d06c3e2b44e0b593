package io.estafet.delivery;

/**
 * What a verdict must know of the message beyond the answer.
 *
 * @param tries attempts before this one that counted as a try
 * @param throttles after an answer, the number's cuts in a row ({@link InflightLimit#throttles()}); after a failed
 *     status, the message's attempts before this one that were no try. Waits grow with it
 * @param fallback true when a free-form message was sent and its fallback can still take its place
 */
public record AttemptHistory(int tries, int throttles, boolean fallback) {

    public AttemptHistory {
        if (tries < 0 || throttles < 0) {
            throw new IllegalArgumentException("counts cannot be negative");
        }
    }
}
