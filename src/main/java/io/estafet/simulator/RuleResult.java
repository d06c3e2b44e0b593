package io.estafet.simulator;

import org.jspecify.annotations.Nullable;

/** What the rules decide about one message. */
sealed interface RuleResult {
    /** The API refuses the message. */
    record Refuse(GraphError error) implements RuleResult {}

    /**
     * The API accepts the message.
     *
     * @param template null for free-form
     * @param charged whether the person counts against the messaging limit
     * @param failure the error with which the message fails later, or null
     */
    record Accept(
            @Nullable SimulatedTemplate template,
            boolean charged,
            Fate fate,
            @Nullable GraphError failure) implements RuleResult {}
}
