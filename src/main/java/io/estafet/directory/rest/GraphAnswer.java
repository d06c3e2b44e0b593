package io.estafet.directory.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.estafet.json.JsonException;
import io.estafet.json.StrictJson;
import io.estafet.sender.AccessToken;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The result of a read from WhatsApp's API.
 *
 * @param body what was found; otherwise missing
 * @param words of a refusal: the API's own, in one line, at most 300 characters, without the token. Otherwise ours,
 *     about what went wrong; empty when the thing was found
 */
record GraphAnswer(Kind kind, JsonNode body, String words) {

    enum Kind {
        /** A 200 with JSON. */
        FOUND,
        /** A Graph error that will be the same next time: the token may not see the thing, or it does not exist. */
        REFUSED,
        /** No answer in time, or one that asks to try again later: the API is throttling or out of order. */
        AWAY,
        /**
         * An answer that Graph would not give: a redirect, a web page, too many bytes. Also the result when no request
         * can be built for the address.
         */
        UNREADABLE
    }

    private static final int WORDS = 300;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cs}\\p{Co}\\p{Cn}\\u2028\\u2029]+");

    /**
     * Errors that Graph's own list calls temporary: unknown, service, rate limits of the app, the user, the page and
     * the account.
     */
    private static final Set<Integer> TRANSIENT = Set.of(1, 2, 4, 17, 32, 341, 613, 80007, 130429, 131000, 131016);

    private static final Set<Integer> COME_AGAIN = Set.of(408, 429);

    static GraphAnswer away(String why) {
        return new GraphAnswer(Kind.AWAY, MissingNode.getInstance(), why);
    }

    static GraphAnswer unreadable(String why) {
        return new GraphAnswer(Kind.UNREADABLE, MissingNode.getInstance(), why);
    }

    /** Interprets an answer to a request with the given token. */
    static GraphAnswer of(int status, Buffer bytes, AccessToken token) {
        JsonNode body = json(bytes);
        JsonNode error = body.path("error");
        if (status == 200 && body.isObject() && error.isMissingNode()) {
            return new GraphAnswer(Kind.FOUND, body, "");
        }
        boolean again = error.path("is_transient").asBoolean()
                || TRANSIENT.contains(error.path("code").asInt(-1));
        if (status >= 500 || COME_AGAIN.contains(status) || again) {
            return away("it answered HTTP " + status);
        }
        return error.path("code").isInt()
                ? new GraphAnswer(Kind.REFUSED, MissingNode.getInstance(), words(error, token))
                : unreadable("it answered HTTP " + status + " and nothing that Graph would");
    }

    /** The cursor of the page after this one; empty when this is the last. */
    Optional<String> next() {
        return body.at("/paging/next").isMissingNode()
                ? Optional.empty()
                : Optional.of(body.at("/paging/cursors/after").asText("")).filter(cursor -> !cursor.isEmpty());
    }

    private static JsonNode json(Buffer bytes) {
        try {
            return StrictJson.read(bytes.getBytes());
        } catch (JsonException notJson) {
            return MissingNode.getInstance();
        }
    }

    /**
     * The text is cut before the pattern sees it, so that the pattern's work is bounded. The token is removed because
     * Graph repeats a malformed token in its words.
     */
    private static String words(JsonNode error, AccessToken token) {
        String code = error.path("code").asText();
        String said = error.path("message").asText("").replace(token.value(), "[token]");
        String all = said.contains(code) ? said : "(#" + code + ") " + said;
        String cut = all.length() <= WORDS ? all : all.substring(0, WORDS);
        return UNPRINTABLE.matcher(cut).replaceAll(" ").strip();
    }
}
