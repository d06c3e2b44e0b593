package io.estafet.simulator;

import org.jspecify.annotations.Nullable;

/** What the rules say to one message. */
sealed interface Verdict {
    /** The API says no. */
    record Refuse(GraphError error) implements Verdict {}

    /**
     * The API says yes.
     *
     * @param template null for free-form
     * @param charged whether the person counts against the messaging limit
     * @param failure with which it ends later, or null
     */
    record Accept(
            @Nullable Template template,
            boolean charged,
            Fate fate,
            @Nullable GraphError failure) implements Verdict {}
}
