package io.estafet.redis;

/**
 * How a key shows that it has not been deleted since its portfolio's state was made. Redis deletes an empty structure
 * by itself, so that without a mark nobody could tell an empty structure from a lost one. A key that was deleted and
 * filled again has no mark. Marks are set before anything is loaded; the key {@code ready}, set after the load, says
 * that everything is there. The letters are those of the scripts {@code begin_restore}, {@code complete_restore} and
 * {@code open_number}; {@code take} checks the marks at each call.
 */
public enum Mark {

    /** A sorted set by time or place: member {@code 0} at +inf, behind all others. */
    LAST('z'),

    /** A sorted set by text: member {@code 0} with the same score as the others, before all of them by its text. */
    FIRST('t'),

    /** A hash: field {@code 0}. */
    FIELD('h'),

    /** A set: member {@code 0}. */
    MEMBER('s'),

    /** The set of the numbers whose keys were marked: member {@code 0}, and the numbers. */
    NUMBERS('n'),

    /** The last place in line: never below {@link Keys#FIRST_PLACE}. */
    PLACE('q'),

    /** A pace: the string itself. */
    PACE('p'),

    /** No mark: the key may be missing, or its loader marks it, or its length is kept elsewhere. */
    NONE('-'),

    /** No mark, and the content is known nowhere else: the key survives a rebuild. */
    KEPT('k');

    private final char letter;

    Mark(char letter) {
        this.letter = letter;
    }

    /** The letter by which the scripts know the mark. */
    public String letter() {
        return String.valueOf(letter);
    }
}
