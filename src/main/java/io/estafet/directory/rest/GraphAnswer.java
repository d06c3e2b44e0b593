package io.estafet.directory.rest;

import com.fasterxml.jackson.databind.JsonNode;

/** What came of a read of WhatsApp's API. */
sealed interface GraphAnswer {

    /** The kinds, for switches without default. */
    Kind kind();

    /** The four ends. */
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
     * A Graph error that will be the same next time: the token may not see the thing, or there is none.
     *
     * @param words the API's own, one line, at most 300 characters, without the token
     */
    record Refused(String words) implements GraphAnswer {
        @Override
        public Kind kind() {
            return Kind.REFUSED;
        }
    }

    /** No answer in time, or one that asks to come again: throttled, out of order. */
    record Away(String why) implements GraphAnswer {
        @Override
        public Kind kind() {
            return Kind.AWAY;
        }
    }

    /** An answer that is none of Graph's: a redirect, a page, too many bytes. */
    record Unreadable(String why) implements GraphAnswer {
        @Override
        public Kind kind() {
            return Kind.UNREADABLE;
        }
    }
}
