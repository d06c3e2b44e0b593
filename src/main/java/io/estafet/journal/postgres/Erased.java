package io.estafet.journal.postgres;

import io.estafet.journal.PersonMessages;
import io.estafet.message.State;

/**
 * SQL about erased messages, for the statements that record how a message under way went on. An erased message moves
 * like any other, with two exceptions: where it would wait for a new attempt, it is cancelled; and nothing is written
 * that could name the person.
 */
final class Erased {

    /** True when the row {@code m} is erased. */
    static final String IS = "m.address = '" + PersonMessages.ERASED + "'";

    private Erased() {}

    /** True when the row {@code m} would wait again and is cancelled instead. */
    static String ends(String nextColumn) {
        return "(" + IS + " AND " + nextColumn + " = " + State.HELD.code() + ")";
    }

    /** The value, unless the row {@code m} is cancelled instead of waiting again. */
    static String endsOr(String nextColumn, String value) {
        return "CASE WHEN " + ends(nextColumn) + " THEN NULL ELSE " + value + " END";
    }

    /** The state that the row {@code m} gets. */
    static String state(String nextColumn) {
        return "CASE WHEN " + ends(nextColumn) + " THEN " + State.CANCELLED.code() + " ELSE " + nextColumn + " END";
    }

    /** The value, unless the row {@code m} is erased. */
    static String nullOr(String value) {
        return "CASE WHEN " + IS + " THEN NULL ELSE " + value + " END";
    }
}
