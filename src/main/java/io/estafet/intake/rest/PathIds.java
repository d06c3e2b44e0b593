package io.estafet.intake.rest;

import io.estafet.message.MessageId;
import io.estafet.problem.ProblemException;

/** Ids from paths. */
final class PathIds {

    private PathIds() {}

    /** The id of a message that must exist. An id of a wrong form belongs to no message, so it is answered 404. */
    static MessageId existing(String text) {
        try {
            return MessageId.parse(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound();
        }
    }
}
