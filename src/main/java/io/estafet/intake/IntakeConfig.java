package io.estafet.intake;

import io.estafet.message.Category;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** What is let in, and when it is too much. */
@ConfigMapping(prefix = "estafet.intake")
public interface IntakeConfig {

    /** How long messages without {@code expiresAt} may wait. */
    Expiry expiry();

    /** {@code sendAt} is at most so far ahead: the journal keeps open messages' days. */
    @WithDefault("30d")
    Duration maxAhead();

    /** {@code expiresAt} is at most so far ahead, for the same reason. */
    @WithDefault("366d")
    Duration maxLife();

    /** Messages of one number in the queue; more are refused for now. An entry takes about 400 bytes of Redis. */
    @WithDefault("1000000")
    @Min(1)
    long maxQueuedPerSender();

    /** Messages of one portfolio in the queue. */
    @WithDefault("2000000")
    @Min(1)
    long maxQueuedPerPortfolio();

    /** How old the knowledge of the queue's depth, and of Redis being there, may be. */
    @WithDefault("250ms")
    Duration depthAge();

    /** Redis that has answered nobody within it is away. */
    @WithDefault("300ms")
    Duration redisPatience();

    /** Finding the people is given up after it. */
    @WithDefault("500ms")
    Duration peoplePatience();

    /** A caller whose turn has come has an answer within it, whatever is away; less than a second. */
    @WithDefault("950ms")
    Duration patience();

    /** Single messages that may wait for their turn on this replica, and of one portfolio; more are refused at once. */
    @WithDefault("4096")
    @Min(1)
    int waiting();

    /**
     * A single message that has waited longer for its turn is refused. It may wait twice, on arrival and in its
     * portfolio's line; both waits and {@link #patience()} together stay below 3 s.
     */
    @WithDefault("1s")
    Duration waitingPatience();

    /** What a caller who was turned away is told to wait. */
    @WithDefault("1s")
    Duration retryAfter();

    /** By category. */
    interface Expiry {

        /** A code is worth nothing later; WhatsApp's own default for these templates too. */
        @WithDefault("10m")
        Duration authentication();

        /** The customer service window's length. */
        @WithDefault("24h")
        Duration service();

        @WithDefault("24h")
        Duration utility();

        @WithDefault("7d")
        Duration marketing();

        default Duration of(Category category) {
            return switch (category) {
                case AUTHENTICATION -> authentication();
                case SERVICE -> service();
                case UTILITY -> utility();
                case MARKETING -> marketing();
            };
        }
    }
}
