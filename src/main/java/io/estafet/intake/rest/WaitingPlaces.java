package io.estafet.intake.rest;

import io.estafet.message.TenantId;
import java.util.HashMap;
import java.util.Map;

/**
 * Places for messages that wait for their turn. A tenant may take a place while it has fewer places than are left: a
 * single tenant gets half of them, a second one half of the rest, and so on. Thread-safe.
 */
final class WaitingPlaces {

    private final Map<TenantId, Integer> takenBy = new HashMap<>();
    private int left;

    WaitingPlaces(int places) {
        this.left = places;
    }

    /** Takes a place. Answers false, and takes nothing, when there is no place for this tenant. */
    synchronized boolean take(TenantId tenant) {
        int taken = takenBy.getOrDefault(tenant, 0);
        if (taken >= left) {
            return false;
        }
        left--;
        takenBy.put(tenant, taken + 1);
        return true;
    }

    /** Gives back a place that was taken. */
    synchronized void leave(TenantId tenant) {
        left++;
        takenBy.computeIfPresent(tenant, (key, taken) -> taken == 1 ? null : taken - 1);
    }
}
