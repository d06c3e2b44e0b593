package io.estafet.journal;

import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * The journal's ear for status webhooks. A status only moves forward: late, repeated and reordered ones change nothing.
 *
 * <p>It may come before our own record of the attempt, and it resolves {@code unknown}. Proof that WhatsApp has the
 * message ({@code sent} of an attempt that was never answered, {@code delivered}, {@code read}) also ends a wait for a
 * new attempt and counts for earlier attempts; {@code failed} and {@code held} count for the latest attempt only. Of an
 * erased message ({@link PersonMessages}) {@code held} becomes {@code cancelled}.
 */
public interface Statuses {

    /** Commits the statuses; answers one for one, in order. Group-committed. */
    Uni<List<StatusMove>> apply(List<StatusUpdate> updates);
}
