package io.estafet.message;

import static io.estafet.message.State.CANCELLED;
import static io.estafet.message.State.DELIVERED;
import static io.estafet.message.State.EXPIRED;
import static io.estafet.message.State.FAILED;
import static io.estafet.message.State.HELD;
import static io.estafet.message.State.QUEUED;
import static io.estafet.message.State.READ;
import static io.estafet.message.State.REJECTED;
import static io.estafet.message.State.SENDING;
import static io.estafet.message.State.SENT;
import static io.estafet.message.State.UNKNOWN;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The table of legal transitions. A state without a row is an end. The journal's SQL is generated from it. */
public final class Transitions {

    private static final Map<State, Set<State>> LEGAL = new EnumMap<>(Map.ofEntries(
            Map.entry(QUEUED, EnumSet.of(SENDING, HELD, REJECTED, EXPIRED, CANCELLED)),
            // From held to held: another reason, or a later time.
            Map.entry(HELD, EnumSet.of(HELD, QUEUED, SENDING, REJECTED, EXPIRED, CANCELLED, FAILED)),
            Map.entry(SENDING, EnumSet.of(SENT, HELD, FAILED, UNKNOWN)),
            Map.entry(UNKNOWN, EnumSet.of(SENT, DELIVERED, READ, FAILED, HELD)),
            Map.entry(SENT, EnumSet.of(DELIVERED, READ, FAILED, HELD)),
            Map.entry(DELIVERED, EnumSet.of(READ))));

    /** The states from which a redrive may put a message back in the queue; from {@code unknown} only when forced. */
    private static final Set<State> REDRIVABLE = EnumSet.of(FAILED, EXPIRED, UNKNOWN);

    private Transitions() {}

    public static boolean isLegal(State from, State to) {
        return successors(from).contains(to);
    }

    public static Set<State> successors(State from) {
        return LEGAL.getOrDefault(from, Set.of());
    }

    public static boolean isRedrivable(State from) {
        return REDRIVABLE.contains(from);
    }
}
