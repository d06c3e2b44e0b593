package io.estafet.admission.model;

import java.util.List;
import java.util.OptionalLong;

/**
 * The line of those who wait for a limit of unique people in the moving 24 h: as many go as slots free.
 *
 * @param size people that may count at once
 * @param counted since when each counted person counts, oldest first, in milliseconds since the epoch
 * @param dayMillis how long a person counts
 */
public record Line(int size, List<Long> counted, long dayMillis) {

    public int free() {
        return size - counted.size();
    }

    /** @param ahead how many stand before it */
    public boolean hasTurn(int ahead) {
        return ahead < free();
    }

    /**
     * When the one with so many ahead can go at the earliest: once the person {@code size} places before has stopped
     * counting. Before those who wait come those who count now, in the order in which they stop; a person who goes
     * counts a day. Empty when nobody can ever go.
     */
    public OptionalLong goesAt(int ahead, long now) {
        if (size == 0) {
            return OptionalLong.empty();
        }
        if (ahead < free()) {
            return OptionalLong.of(now);
        }
        int before = ahead - free();
        return before < counted.size()
                ? OptionalLong.of(counted.get(before) + dayMillis)
                : OptionalLong.of(goesAt(ahead - size, now).orElseThrow() + dayMillis);
    }
}
