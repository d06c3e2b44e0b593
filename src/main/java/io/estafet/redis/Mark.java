package io.estafet.redis;

/**
 * How a key shows that it has not been deleted since its portfolio's state was made. Redis deletes an empty structure
 * by itself, so that without a mark nobody could tell an empty one from a lost one; and a key that was deleted and
 * filled again is still without its mark. Marks are set before anything is loaded; {@code ready}, set after it, says
 * that all is there. The letters are those of the scripts {@code begin_restore}, {@code complete_restore} and
 * {@code open_number}; {@code take} looks for the marks at each call.
 */
public enum Mark {

    /** A sorted set by time or place: member {@code 0} at +inf, behind all others. */
    LAST('z'),

    /** A sorted set by text: member {@code 0} among the others' score, before all of them by its text. */
    FIRST('t'),

    /** A hash: field {@code 0}. */
    FIELD('h'),

    /** A set: member {@code 0}. */
    MEMBER('s'),

    /** The set of the numbers that the marks were set for: member {@code 0}, and the numbers. */
    NUMBERS('n'),

    /** The last place in line: never below {@link Keys#FIRST_PLACE}. */
    PLACE('q'),

    /** A pace: the string itself. */
    PACE('p'),

    /** None: the key may be missing, or who loads it marks it, or its length stands elsewhere. */
    NONE('-'),

    /** None, and what it holds is known nowhere else: it outlives a rebuild. */
    KEPT('k');

    private final char letter;

    Mark(char letter) {
        this.letter = letter;
    }

    /** As the scripts are told it. */
    public String letter() {
        return String.valueOf(letter);
    }
}
