package io.estafet.queue;

import io.estafet.message.Category;
import io.estafet.message.MessageId;
import java.util.Map;

/**
 * How full a number's queue is.
 *
 * @param waiting messages in the lanes, by category
 * @param heads the first message of each lane; a lane without a head is empty
 * @param aside messages that are held, in the line of a limit, or behind another message to the same person
 * @param taken leased messages: about to be sent, or their outcome about to be recorded
 */
public record Depths(Map<Category, Long> waiting, Map<Category, MessageId> heads, long aside, long taken) {

    public Depths {
        waiting = Map.copyOf(waiting);
        heads = Map.copyOf(heads);
    }
}
