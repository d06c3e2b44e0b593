package io.estafet.directory.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.estafet.json.JsonException;
import io.estafet.json.StrictJson;
import io.estafet.sender.AccessToken;
import io.vertx.core.buffer.Buffer;
import java.util.Set;
import java.util.regex.Pattern;

/** Interprets what WhatsApp's API answered to a read. */
final class GraphAnswers {

    private static final int WORDS = 300;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cs}\\p{Co}\\p{Cn}\\u2028\\u2029]+");

    /**
     * Errors that Graph's own list calls temporary: unknown, service, rate limits of the app, the user, the page and
     * the account.
     */
    private static final Set<Integer> TRANSIENT = Set.of(1, 2, 4, 17, 32, 341, 613, 80007, 130429, 131000, 131016);

    private static final Set<Integer> COME_AGAIN = Set.of(408, 429);

    private GraphAnswers() {}

    static GraphAnswer read(int status, Buffer bytes, AccessToken token) {
        JsonNode body = json(bytes);
        JsonNode error = body.path("error");
        if (status == 200 && body.isObject() && error.isMissingNode()) {
            return new GraphAnswer.Found(body);
        }
        boolean again = error.path("is_transient").asBoolean()
                || TRANSIENT.contains(error.path("code").asInt(-1));
        if (status >= 500 || COME_AGAIN.contains(status) || again) {
            return new GraphAnswer.Away("it answered HTTP " + status);
        }
        return error.path("code").isInt()
                ? new GraphAnswer.Refused(words(error, token))
                : new GraphAnswer.Unreadable("it answered HTTP " + status + " and nothing that Graph would");
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
