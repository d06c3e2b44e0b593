package io.estafet.journal;

import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * Applies status webhooks to the journal. A status only moves a message forward: late, repeated and reordered statuses
 * change nothing.
 *
 * <p>A status may come before our own record of the attempt, and it resolves {@code unknown}. Proof that WhatsApp has
 * the message ({@code sent} of an attempt that was never answered, {@code delivered}, {@code read}) also ends a wait
 * for a new attempt and counts for earlier attempts; {@code failed} and {@code held} count for the latest attempt only.
 * For an erased message ({@link PersonMessages}) {@code held} becomes {@code cancelled}.
 */
public interface Statuses {

    /** Commits the statuses; answers one for one, in order. Group-committed. */
    Uni<List<StatusMove>> apply(List<StatusUpdate> updates);
}
