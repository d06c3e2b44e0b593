package io.estafet.admission.model;

import io.estafet.message.Category;
import io.estafet.message.PersonId;
import io.estafet.recipient.ConsentByte;
import io.estafet.template.TemplateStatus;
import java.util.Optional;

/** What the gates of one number ask about. Times are milliseconds since the epoch; 0 for never. */
public interface Knowledge {

    /** When the customer service window between the number and the person ends. */
    long windowEnds(PersonId person);

    /** Empty for a template that is not registered. */
    Optional<TemplateStatus> template(String key);

    ConsentByte consent(PersonId person);

    /** Until when nothing goes to the person. */
    long suppressedUntil(PersonId person);

    /** Until when no marketing goes to the person. */
    long marketingSuppressedUntil(PersonId person);

    /** Until when a request to the person may be under way. */
    long busyUntil(PersonId person);

    /** True when others of the category wait for the person, and came before. */
    boolean othersWait(PersonId person, Category category);

    /** The pair rate's theoretical arrival time (GCRA). */
    long pairArrival(PersonId person);

    /** True when the person counts against the number's own limit now. */
    boolean countsHere(PersonId person);

    /** True when the person counts against the portfolio's limit now. */
    boolean counts(PersonId person);

    /** True when the number's own limit has more free slots than messages that wait before this one. */
    boolean hasTurnHere();

    /** True when the portfolio's limit has more free slots than messages that wait before this one. */
    boolean hasTurn();
}
