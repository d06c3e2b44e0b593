package io.estafet.message;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a message stands. A message has exactly one state at a time. The journal stores the code. */
public enum State {
    QUEUED(0),
    HELD(1),
    SENDING(2),
    UNKNOWN(3),
    SENT(4),
    DELIVERED(5),
    READ(6),
    FAILED(7),
    REJECTED(8),
    EXPIRED(9),
    CANCELLED(10);

    private final short code;
    private final String word = name().toLowerCase(Locale.ROOT);

    State(int code) {
        this.code = (short) code;
    }

    /** The number that the journal stores; never renumber. */
    public short code() {
        return code;
    }

    public String word() {
        return word;
    }

    /** True when nothing but a redrive leads out of this state. */
    public boolean isEnd() {
        return code >= READ.code;
    }

    /** True while the message waits in the queue for its turn or its time. */
    public boolean isWaiting() {
        return this == QUEUED || this == HELD;
    }

    /** @throws IndexOutOfBoundsException for a code that no state has */
    public static State ofCode(int code) {
        return values()[code];
    }

    public static Optional<State> ofWord(String word) {
        return Stream.of(values()).filter(state -> state.word.equals(word)).findFirst();
    }
}
