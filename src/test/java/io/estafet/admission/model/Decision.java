package io.estafet.admission.model;

import io.estafet.message.Reason;

/** What the gates say about one message. */
public sealed interface Decision {

    /**
     * It may go, at the pace's next instant.
     *
     * @param charged true when it counts its person against the limits
     * @param pairArrival the pair rate's next theoretical arrival time, in milliseconds
     */
    record Go(boolean charged, long pairArrival) implements Decision {}

    /** Its time has not come. */
    record NotBefore(long atMillis) implements Decision {}

    /** It waits for its person: another request is under way, others came first, or it would be too fast. */
    record BehindPerson(long atMillis) implements Decision {}

    /** Nothing, or no marketing, goes to its person until then; it waits in the person's line. */
    record Suppressed(Reason reason, long untilMillis) implements Decision {}

    /** It waits for its template. */
    record Parked(Reason reason) implements Decision {}

    /** It waits in the line of a limit. */
    record InLine(Reason reason) implements Decision {}

    /** It will never go. */
    record Ended(Reason reason) implements Decision {}
}
