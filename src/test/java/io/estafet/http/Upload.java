package io.estafet.http;

import io.estafet.http.Route.Key;
import io.estafet.http.Route.Reads;

/** One call of the table: who sends what kind of body to which route. */
record Upload(Route route, Body body, Key key) {

    /** How much of a body is sent, and how. */
    enum Body {
        /** None, and none is announced. */
        NONE,
        /** Announced in full; a byte each second comes. */
        SLOW,
        /** Announced in full; half of it comes, and then nothing. */
        HALF,
        /** 8 MB, announced. */
        HUGE,
        /** Without an announced length and without an end. */
        ENDLESS
    }

    /** 8 MB: above the bound of every body that is read whole. */
    static final int HUGE_BYTES = 8 << 20;

    /** The statuses that are right. */
    boolean isRight(int status) {
        if (!isRead()) {
            return route.reads() == Reads.NOTHING && key == Key.RIGHT ? isAnswered(status) : status == 401;
        }
        return switch (body) {
            case NONE -> key == Key.RIGHT ? isAnswered(status) : status == 401;
            case SLOW, HALF -> status == (route.reads() == Reads.LINES ? 200 : 408);
            case HUGE, ENDLESS -> isStream() ? status == 200 : status == 413;
        };
    }

    /** By the resource; on a busy machine it may say that PostgreSQL took too long. */
    private static boolean isAnswered(int status) {
        return status >= 200 && status != 401 && (status < 500 || status == 503);
    }

    /** True when the connection, or the HTTP/2 stream, must end although the body has not. */
    boolean isCut() {
        return body != Body.NONE && !(isStream() && isRead() && body == Body.HUGE);
    }

    /** True when the route begins to read for this caller. */
    private boolean isRead() {
        return switch (route.reads()) {
            case NOTHING -> false;
            case SIGNED -> key != Key.NONE;
            case WHOLE, LINES, IMPORT -> key == Key.RIGHT;
        };
    }

    private boolean isStream() {
        return route.reads() == Reads.LINES || route.reads() == Reads.IMPORT;
    }

    /** Streams have no end to be waited for: the caller ends this one itself. */
    boolean isEndedByCaller() {
        return isStream() && isRead() && body == Body.ENDLESS;
    }

    @Override
    public String toString() {
        return route + ", " + body + " body, " + key + " key";
    }
}
