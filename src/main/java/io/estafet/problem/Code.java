package io.estafet.problem;

import java.util.Locale;

/** What can be wrong with a request. The word is part of the API's contract. */
public enum Code {
    MALFORMED_JSON(400, "The body is not JSON"),
    BAD_REQUEST(400, "The request cannot be understood"),
    UNAUTHORIZED(401, "An API key is needed"),
    FORBIDDEN(403, "This is not allowed"),
    NOT_FOUND(404, "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "This cannot be done here"),
    NOT_ACCEPTABLE(406, "It cannot be given in that form"),
    TOO_SLOW(408, "The body came too slowly"),
    CONFLICT(409, "This cannot be done now"),
    TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body is not of a form that is read here"),
    INVALID(422, "Something in the request is not right"),
    INTERNAL(500, "Estafet made a mistake"),
    BAD_GATEWAY(502, "WhatsApp's API did not answer as it should"),
    UNAVAILABLE(503, "Not possible at the moment"),
    BUSY(503, "There is too much to do at the moment");

    private final int status;
    private final String title;

    Code(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The code of an HTTP status that the framework chose. */
    static Code ofStatus(int status) {
        for (Code code : values()) {
            if (code.status == status && code != MALFORMED_JSON) {
                return code;
            }
        }
        return status < 500 ? BAD_REQUEST : INTERNAL;
    }
}
