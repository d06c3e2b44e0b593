package io.estafet.directory;

import io.estafet.message.Backoff;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.smallrye.mutiny.Uni;
import java.time.Instant;

/** What WhatsApp's answers teach the directory. A refusal that is the echo of one that is known changes nothing. */
public interface Feedback {

    /**
     * WhatsApp refused the template itself. {@code template-paused} pauses it for a while, {@code template-disabled}
     * ends it; other reasons change nothing. A request that began before the template was last said to be approved, or
     * during its pause, tells nothing new.
     *
     * @param sentFrom the portfolio of the refused message
     * @param template {@code waba/name/language}, of the account under which it was sent
     * @return whether the directory knows when the template may be sent; false when nobody registered it
     */
    Uni<Boolean> templateRefused(PortfolioId sentFrom, String template, Refusal refusal);

    /**
     * WhatsApp refused a person: {@code opted-out} records their stop, {@code marketing-limited} and {@code
     * recipient-suppressed} suppress for a while what else is to go to them; other reasons change nothing.
     */
    Uni<Void> personRefused(PortfolioId portfolio, PersonId person, Refusal refusal);

    /**
     * An answer or a failed status.
     *
     * @param backoff how long, by the number of times that it has happened in a row
     * @param began when the request began
     */
    record Refusal(Reason reason, Backoff backoff, Instant began, Instant now) {}
}
