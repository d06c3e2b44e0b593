package io.estafet.admission;

import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Pauses of numbers. They are shared by all replicas, visible, and expire. */
public interface Pauses {

    /**
     * The longest pause from now: WhatsApp's longest restriction that has an end. A longer pause is asked for again
     * when a message is tried after this one.
     */
    Duration LONGEST = Duration.ofDays(30);

    /**
     * Pauses a number until the given time. An answer to a request that began before the pause did is the pause's echo
     * and does not prolong it.
     *
     * @param causeBeganAt when the request began whose answer asks for the pause
     * @param until the end; a time beyond {@link #LONGEST} is cut to it
     */
    Uni<Void> pause(PortfolioId portfolio, SenderId sender, Reason reason, Instant causeBeganAt, Instant until);

    /** Ends the pause of that reason, if there is one. */
    Uni<Void> resume(PortfolioId portfolio, SenderId sender, Reason reason);

    /** The pauses in force, by reason, with their ends. */
    Uni<Map<Reason, Instant>> pauses(PortfolioId portfolio, SenderId sender);
}
