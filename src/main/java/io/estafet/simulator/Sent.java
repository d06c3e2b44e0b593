package io.estafet.simulator;

import io.estafet.simulator.UniquePeople.Charge;
import org.jspecify.annotations.Nullable;

/**
 * A message that the API accepted.
 *
 * @param person wa_id, or business-scoped user id when {@code phone} is false
 * @param category the category for pricing: the template's, or {@code service}
 * @param charge the charge against the messaging limit; null inside the window and for free-form
 */
record Sent(
        BusinessNumber number,
        String person,
        boolean phone,
        String wamid,
        @Nullable String callbackData,
        String category,
        @Nullable Charge charge) {
    @Nullable
    String callbackId() {
        return Callbacks.idOf(callbackData);
    }

    @Override
    public String toString() {
        return "Sent[" + wamid + "]";
    }
}
