package io.estafet.journal;

/** A commit was asked for and its answer was lost: it may or may not have happened. */
public final class OutcomeUnclearException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public OutcomeUnclearException(Throwable cause) {
        super("the answer of a commit was lost", cause);
    }
}
