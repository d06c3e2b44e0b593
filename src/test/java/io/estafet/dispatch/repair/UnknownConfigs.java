package io.estafet.dispatch.repair;

import io.estafet.dispatch.repair.UnknownConfig.Policy;
import java.time.Duration;

/** The config of unknown outcomes as records: the defaults. */
final class UnknownConfigs {

    private UnknownConfigs() {}

    record Unknown(
            UnknownConfig.Patience patience,
            UnknownConfig.Policies policy,
            Duration giveUp,
            Duration evidenceAround,
            int maxAttempts)
            implements UnknownConfig {

        Unknown() {
            this(Policy.RESEND_IF_SILENT);
        }

        /** @param utility what is done about utility messages */
        Unknown(Policy utility) {
            this(
                    new Waits(),
                    new Choices(Policy.RESEND_IF_SILENT, Policy.RESEND_IF_SILENT, utility, Policy.WAIT),
                    Duration.ofHours(24),
                    Duration.ofMinutes(2),
                    5);
        }
    }

    record Waits(Duration authentication, Duration service, Duration utility, Duration marketing)
            implements UnknownConfig.Patience {

        Waits() {
            this(Duration.ofSeconds(60), Duration.ofMinutes(15), Duration.ofMinutes(15), Duration.ofMinutes(15));
        }
    }

    record Choices(Policy authentication, Policy service, Policy utility, Policy marketing)
            implements UnknownConfig.Policies {}
}
