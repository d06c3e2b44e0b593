package io.estafet.directory;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.smallrye.mutiny.Uni;
import java.time.Instant;

/** What WhatsApp's answers teach the directory. */
public interface Feedback {

    /**
     * WhatsApp refused the template itself: paused or disabled, by the reason; other reasons change nothing.
     *
     * @param template {@code waba/name/language}
     */
    Uni<Void> templateRefused(String template, Reason reason);

    /** WhatsApp says that a person stopped this business' marketing messages; other reasons change nothing. */
    Uni<Void> personRefused(PortfolioId portfolio, PersonId person, Reason reason, Instant at);
}
