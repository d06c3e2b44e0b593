package io.estafet.simulator;

import org.jspecify.annotations.Nullable;

/** What the rules say to one message. */
sealed interface RuleResult {
    /** The API says no. */
    record Refuse(GraphError error) implements RuleResult {}

    /**
     * The API says yes.
     *
     * @param template null for free-form
     * @param charged whether the person counts against the messaging limit
     * @param failure with which it ends later, or null
     */
    record Accept(
            @Nullable SimulatedTemplate template,
            boolean charged,
            Fate fate,
            @Nullable GraphError failure) implements RuleResult {}
}
