package io.estafet.simulator;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messages, by the client's own id, that were accepted and have not ended in a failed status. A further acceptance
 * of such an id is a duplicate. The id is the callback data up to its last {@code .}, or all of it when there is no
 * dot.
 */
final class Callbacks {
    /** Far longer than a client may go on trying one message again. */
    static final long KEPT_MILLIS = 30 * UniquePeople.WINDOW_MILLIS;

    /** The most ids that are kept; beyond it the id that was first accepted earliest is forgotten. */
    private static final int MOST = 2_000_000;

    private final Map<String, Live> live = new LinkedHashMap<>();

    /** How many acceptances of one id still count, and when the last one was. */
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

    /** Notes an acceptance; true when an earlier one of this id still counts. */
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
