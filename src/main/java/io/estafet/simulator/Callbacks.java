package io.estafet.simulator;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which messages, by the client's own id, were accepted and have not ended in a failed status: an id accepted while it
 * is in here is a duplicate. The id is the callback data up to its last {@code .}, or the whole of it without one.
 */
final class Callbacks {
    /** Far beyond the longest time that a client may try one message again. */
    static final long KEPT_MILLIS = 30 * UniquePeople.WINDOW_MILLIS;

    /** The latest of them; beyond it the earliest accepted is forgotten. */
    private static final int MOST = 2_000_000;

    private final Map<String, Live> live = new LinkedHashMap<>();

    /** How many acceptances of one id live, and when the last was. */
    static final class Live {
        private int count;
        private long lastMillis;

        int count() {
            return count;
        }

        long lastMillis() {
            return lastMillis;
        }
    }

    static @Nullable String idOf(@Nullable String callbackData) {
        if (callbackData == null || callbackData.isEmpty()) {
            return null;
        }
        int dot = callbackData.lastIndexOf('.');
        return dot < 0 ? callbackData : callbackData.substring(0, dot);
    }

    /** Notes an acceptance; true when an earlier one of this id lives. */
    boolean accepted(@Nullable String id, long atMillis) {
        if (id == null) {
            return false;
        }
        Live entry = live.computeIfAbsent(id, absent -> new Live());
        entry.count++;
        entry.lastMillis = Math.max(entry.lastMillis, atMillis);
        if (live.size() > MOST) {
            live.remove(live.keySet().iterator().next());
        }
        return entry.count > 1;
    }

    void failed(@Nullable String id) {
        if (id != null) {
            live.computeIfPresent(id, (key, entry) -> --entry.count == 0 ? null : entry);
        }
    }

    Map<String, Live> live() {
        return live;
    }

    void clear() {
        live.clear();
    }
}
