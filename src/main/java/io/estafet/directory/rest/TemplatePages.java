package io.estafet.directory.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.estafet.problem.Code;
import io.estafet.problem.ProblemException;
import io.estafet.sender.Sender;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the pages of an account's templates from WhatsApp's API. */
@Singleton
final class TemplatePages {

    /**
     * Templates on a page. 50 of the largest would not fit into {@link #MAX_BYTES}; 50 usual ones have 50,000 bytes.
     */
    private static final int PAGE = 50;

    private static final int MAX_BYTES = 2 << 20;

    private final GraphReader api;

    TemplatePages(GraphReader api) {
        this.api = api;
    }

    /** Fails with 502 when the API does not answer properly, or answers with more than a page may have. */
    Uni<JsonNode> read(Sender sender, Optional<String> cursor) {
        String after = cursor.map(text -> "&after=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                .orElse("");
        String path = "/" + sender.wabaId()
                + "/message_templates?fields=name,language,category,status,components&limit=" + PAGE + after;
        return api.get(sender.baseUrl(), sender.accessToken(), path, MAX_BYTES).map(TemplatePages::found);
    }

    private static JsonNode found(GraphAnswer answer) {
        if (answer instanceof GraphAnswer.Found found) {
            return found.body();
        }
        throw ProblemException.of(Code.BAD_GATEWAY, "the templates could not be read");
    }

    /** The cursor of the page after this one. */
    static Optional<String> next(JsonNode page) {
        return page.at("/paging/next").isMissingNode()
                ? Optional.empty()
                : Optional.of(page.at("/paging/cursors/after").asText("")).filter(cursor -> !cursor.isEmpty());
    }
}
