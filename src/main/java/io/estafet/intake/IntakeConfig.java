package io.estafet.intake;

import io.estafet.message.Category;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** What the intake accepts, and when it has too much to do. */
@ConfigMapping(prefix = "estafet.intake")
public interface IntakeConfig {

    /** How long messages without {@code expiresAt} may wait. */
    Expiry expiry();

    /**
     * The furthest that {@code sendAt} may be ahead. It is bounded because the journal keeps the days of open messages.
     */
    @WithDefault("30d")
    Duration maxAhead();

    /** The furthest that {@code expiresAt} may be ahead, bounded for the same reason. */
    @WithDefault("366d")
    Duration maxLife();

    /**
     * The most messages of one number in the queue; more are refused for now. An entry takes about 400 bytes of Redis.
     */
    @WithDefault("1000000")
    @Min(1)
    long maxQueuedPerSender();

    /** The most messages of one portfolio in the queue. */
    @WithDefault("2000000")
    @Min(1)
    long maxQueuedPerPortfolio();

    /** The maximum age of what is known of the queue's depth and of Redis being there. */
    @WithDefault("250ms")
    Duration depthAge();

    /** A Redis that has answered no call within this time is away. */
    @WithDefault("300ms")
    Duration redisPatience();

    /** Finding the people is given up after this time. */
    @WithDefault("500ms")
    Duration peoplePatience();

    /** A caller whose turn has come has an answer within this time, whatever is away; less than a second. */
    @WithDefault("950ms")
    Duration patience();

    /**
     * The most single messages that may wait for their turn on this replica, and the most of one portfolio; more are
     * refused at once.
     */
    @WithDefault("4096")
    @Min(1)
    int waiting();

    /**
     * A single message that has waited longer than this for its turn is refused. It may wait twice, on arrival and in
     * its portfolio's line; both waits and {@link #patience()} together stay below 3 s.
     */
    @WithDefault("1s")
    Duration waitingPatience();

    /** How long a caller who was turned away is told to wait. */
    @WithDefault("1s")
    Duration retryAfter();

    /** The expiry of each category. */
    interface Expiry {

        /** A code is worth nothing later. This is also WhatsApp's own default for these templates. */
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
