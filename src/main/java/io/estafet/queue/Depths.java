package io.estafet.queue;

import io.estafet.message.Category;
import java.util.Map;

/**
 * How full a number's queue is.
 *
 * @param waiting in the lanes, by category
 * @param aside held, in a line for a limit, or behind another message to the same person
 * @param taken leased: about to be sent, or their outcome about to be recorded
 */
public record Depths(Map<Category, Long> waiting, long aside, long taken) {

    public Depths {
        waiting = Map.copyOf(waiting);
    }
}
