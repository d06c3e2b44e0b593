package io.estafet.directory;

import io.estafet.message.Backoff;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.smallrye.mutiny.Uni;
import java.time.Instant;

/** What the directory learns from WhatsApp's answers. A refusal that only repeats a known one changes nothing. */
public interface Feedback {

    /**
     * Records that WhatsApp refused the template itself. {@code template-paused} pauses it for a while, {@code
     * template-disabled} disables it; other reasons change nothing. A request that began before the template was last
     * reported as approved, or during its pause, tells nothing new.
     *
     * @param sentFrom the portfolio of the refused message
     * @param template {@code waba/name/language}, of the account under which it was sent
     * @return whether the directory knows when the template may be sent; false when nobody registered it, and for other
     *     reasons
     */
    Uni<Boolean> templateRefused(PortfolioId sentFrom, String template, Refusal refusal);

    /**
     * Records that WhatsApp refused a person. {@code opted-out} records their stop. {@code marketing-limited}
     * suppresses marketing to them for a while, {@code recipient-suppressed} everything. Other reasons change nothing.
     */
    Uni<Void> personRefused(PortfolioId portfolio, PersonId person, Refusal refusal);

    /**
     * A refusal, by an answer or by a failed status.
     *
     * @param backoff how long it has effect, by the number of earlier refusals: for a person those in a row, for a
     *     template all that paused it
     * @param began when the request began
     */
    record Refusal(Reason reason, Backoff backoff, Instant began, Instant now) {}
}
