package io.estafet.simulator;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * The exact set of unique people of one portfolio in the moving 24 h. Each counted message is a charge. A person counts
 * while one of their charges is live: for 24 h, or until the message ends in a failed status.
 */
final class UniquePeople {
    static final long WINDOW_MILLIS = 24L * 60 * 60 * 1000;

    /** One counted message. */
    static final class Charge {
        private final String person;
        private final long atMillis;
        private boolean live = true;

        private Charge(String person, long atMillis) {
            this.person = person;
            this.atMillis = atMillis;
        }

        String person() {
            return person;
        }

        long atMillis() {
            return atMillis;
        }
    }

    private final Map<String, Integer> liveCharges = new HashMap<>();
    private final PriorityQueue<Charge> byTime = new PriorityQueue<>(Comparator.comparingLong(Charge::atMillis));

    int count(long nowMillis) {
        expire(nowMillis);
        return liveCharges.size();
    }

    boolean contains(String person, long nowMillis) {
        expire(nowMillis);
        return liveCharges.containsKey(person);
    }

    Charge charge(String person, long atMillis) {
        Charge charge = new Charge(person, atMillis);
        byTime.add(charge);
        liveCharges.merge(person, 1, Integer::sum);
        return charge;
    }

    void release(Charge charge) {
        if (charge.live) {
            charge.live = false;
            liveCharges.computeIfPresent(charge.person, (person, charges) -> charges == 1 ? null : charges - 1);
        }
    }

    void forEachLive(Consumer<Charge> action) {
        byTime.forEach(charge -> {
            if (charge.live) {
                action.accept(charge);
            }
        });
    }

    void clear() {
        // A message under way may still release its charge later. By then that must do nothing.
        byTime.forEach(charge -> charge.live = false);
        liveCharges.clear();
        byTime.clear();
    }

    private void expire(long nowMillis) {
        for (Charge oldest = byTime.peek();
                oldest != null && oldest.atMillis + WINDOW_MILLIS <= nowMillis;
                oldest = byTime.peek()) {
            release(oldest);
            byTime.remove();
        }
    }
}
