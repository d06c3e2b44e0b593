package io.estafet.intake.rest;

import io.estafet.message.MessageId;
import io.estafet.problem.ProblemException;

/** Ids from paths. */
final class PathIds {

    private PathIds() {}

    /** Of a message that shall be found: one of a wrong form cannot be. */
    static MessageId existing(String text) {
        try {
            return MessageId.parse(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound();
        }
    }
}
