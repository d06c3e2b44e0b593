package io.estafet.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What is done about attempts whose outcome is not known (contract, section 4). */
@ConfigMapping(prefix = "estafet.unknown")
public interface UnknownConfig {

    /** How long a status webhook is waited for, by category. */
    Patience patience();

    /** What is done then, by category. */
    Policies policy();

    /** What stays unknown for so long has failed. */
    @WithDefault("24h")
    Duration giveUp();

    /**
     * Statuses of messages sent so long before or after are evidence that a missing one means something; neighbouring
     * attempts share one look, which may reach up to 2 min further.
     */
    @WithDefault("2m")
    Duration evidenceAround();

    /** Tries of one message, so that resending ends; a right that was given back unused is none. */
    @WithDefault("5")
    int maxAttempts();

    /** By category. */
    interface Patience {

        /** A code is of no use later. */
        @WithDefault("60s")
        Duration authentication();

        @WithDefault("15m")
        Duration service();

        @WithDefault("15m")
        Duration utility();

        @WithDefault("15m")
        Duration marketing();
    }

    /** By category. */
    interface Policies {

        @WithDefault("resend-if-silent")
        Policy authentication();

        @WithDefault("resend-if-silent")
        Policy service();

        @WithDefault("resend-if-silent")
        Policy utility();

        /** Twice the same advertisement is worse than none. */
        @WithDefault("wait")
        Policy marketing();
    }

    /** The three policies. */
    enum Policy {
        /** A new attempt, but only when the silence means something. */
        RESEND_IF_SILENT,
        /** Nothing is sent again. */
        WAIT,
        /** A new attempt at once. */
        RESEND
    }
}
