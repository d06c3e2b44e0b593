package io.estafet.admission;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How messages are let go. The limits fail closed: what cannot be evaluated waits. */
@ConfigMapping(prefix = "estafet.admission")
public interface AdmissionConfig {

    /** How long a taken message is ours; more than twice connect + request deadline of the API. */
    @WithDefault("15s")
    Duration lease();

    /** Messages that one take looks at: bounds the time of one script to some milliseconds. */
    @WithDefault("512")
    @Min(16)
    @Max(1024)
    int scan();

    /** A start is at least so far ahead of its admission: time to commit the right to send. */
    @WithDefault("20ms")
    Duration lead();

    /** And at most so much further: longer makes larger batches. Lead + horizon stay under 250 ms. */
    @WithDefault("180ms")
    Duration horizon();

    /** Per mille of a number's throughput that is not used: late starts must not reach WhatsApp's limit. */
    @WithDefault("20")
    @Min(0)
    @Max(500)
    int headroomPerMille();

    /** One message to one person in so long; WhatsApp's pair limit is 6 s. */
    @WithDefault("6200ms")
    Duration pairInterval();

    /** So many at once, borrowed from the future; WhatsApp grants 45. */
    @WithDefault("40")
    @Min(1)
    int pairBurst();

    /** A customer service window that ends within this time counts as closed. */
    @WithDefault("5s")
    Duration windowMargin();
}
