package io.estafet.directory.rest;

import com.fasterxml.jackson.databind.JsonNode;

/** The result of a read from WhatsApp's API. */
sealed interface GraphAnswer {

    /** The kind of this answer, for switches without {@code default}. */
    Kind kind();

    /** The four kinds of answer. */
    enum Kind {
        FOUND,
        REFUSED,
        AWAY,
        UNREADABLE
    }

    /** A 200 with JSON. */
    record Found(JsonNode body) implements GraphAnswer {
        @Override
        public Kind kind() {
            return Kind.FOUND;
        }
    }

    /**
     * A Graph error that will be the same next time: the token may not see the thing, or the thing does not exist.
     *
     * @param words the API's own words, in one line, at most 300 characters, without the token
     */
    record Refused(String words) implements GraphAnswer {
        @Override
        public Kind kind() {
            return Kind.REFUSED;
        }
    }

    /** No answer in time, or one that asks to try again later: the API is throttling or out of order. */
    record Away(String why) implements GraphAnswer {
        @Override
        public Kind kind() {
            return Kind.AWAY;
        }
    }

    /**
     * An answer that Graph would not give: a redirect, a web page, too many bytes. Also the result when no request can
     * be built for the address.
     */
    record Unreadable(String why) implements GraphAnswer {
        @Override
        public Kind kind() {
            return Kind.UNREADABLE;
        }
    }
}
