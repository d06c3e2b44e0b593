package io.estafet.dispatch.repair;

import io.estafet.message.Category;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What is done about attempts whose outcome is not known. */
@ConfigMapping(prefix = "estafet.unknown")
public interface UnknownConfig {

    /** How long to wait for a status webhook, by category. */
    Patience patience();

    /** What is done when that time is over, by category. */
    Policies policy();

    /** A message whose outcome stays unknown for this long fails. */
    @WithDefault("24h")
    Duration giveUp();

    /**
     * Statuses of messages that were sent up to this long before or after are evidence that a missing status means
     * something. Neighbouring attempts share one query, which may reach up to 2 min further.
     */
    @WithDefault("2m")
    Duration evidenceAround();

    /** The most tries of one message, so that resending ends. A right that was given back unused is no try. */
    @WithDefault("5")
    int maxAttempts();

    /** By category. */
    interface Patience {

        /** A login code is of no use later. */
        @WithDefault("60s")
        Duration authentication();

        @WithDefault("15m")
        Duration service();

        @WithDefault("15m")
        Duration utility();

        @WithDefault("15m")
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

    /** By category. */
    interface Policies {

        @WithDefault("resend-if-silent")
        Policy authentication();

        @WithDefault("resend-if-silent")
        Policy service();

        @WithDefault("resend-if-silent")
        Policy utility();

        /** The same advertisement twice is worse than none. */
        @WithDefault("wait")
        Policy marketing();

        default Policy of(Category category) {
            return switch (category) {
                case AUTHENTICATION -> authentication();
                case SERVICE -> service();
                case UTILITY -> utility();
                case MARKETING -> marketing();
            };
        }
    }

    /** The three policies. */
    enum Policy {
        /**
         * A new attempt, but only when the missing status means something: statuses of the number's other messages
         * arrive, or it has no webhooks.
         */
        RESEND_IF_SILENT,
        /** Nothing is sent again. */
        WAIT,
        /** A new attempt at once. */
        RESEND
    }
}
