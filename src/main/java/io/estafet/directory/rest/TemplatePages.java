package io.estafet.directory.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.estafet.problem.Code;
import io.estafet.problem.ProblemException;
import io.estafet.problem.StrictJson;
import io.estafet.sender.Sender;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The pages of an account's templates, as WhatsApp's API tells them. */
@Singleton
final class TemplatePages {

    /** Templates of a page; 50 of the largest would not fit, 50 usual ones have 50,000 bytes. */
    private static final int PAGE = 50;

    private static final int MAX_BYTES = 2 << 20;

    private final HttpClient client;
    private final CloudApiAddressConfig config;

    TemplatePages(Vertx vertx, CloudApiAddressConfig config) {
        this.client = vertx.createHttpClient();
        this.config = config;
    }

    /** Fails with 502 when the API does not answer well, or with more than a page may have. */
    Uni<JsonNode> read(Sender sender, Optional<String> cursor) {
        long deadline = config.requestDeadline().toMillis();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(url(sender, cursor))
                .setFollowRedirects(false)
                .setConnectTimeout(deadline)
                .setIdleTimeout(deadline)
                .putHeader("Authorization", "Bearer " + sender.accessToken().value());
        return Uni.createFrom()
                .completionStage(() -> client.request(options)
                        .compose(HttpClientRequest::send)
                        .compose(TemplatePages::body)
                        .toCompletionStage())
                .map(bytes -> StrictJson.read(bytes.getBytes(), MAX_BYTES))
                .ifNoItem()
                .after(config.requestDeadline())
                .fail()
                .onFailure()
                .transform(failure -> ProblemException.of(Code.BAD_GATEWAY, "the templates could not be read"));
    }

    /** The cursor of the page after this one. */
    static Optional<String> next(JsonNode page) {
        return page.at("/paging/next").isMissingNode()
                ? Optional.empty()
                : Optional.of(page.at("/paging/cursors/after").asText("")).filter(cursor -> !cursor.isEmpty());
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        return response.statusCode() == 200 ? bounded(response) : refuse(response, "status " + response.statusCode());
    }

    /** What is longer than a page may be is not read to its end. */
    private static Future<Buffer> bounded(HttpClientResponse response) {
        Promise<Buffer> whole = Promise.promise();
        Buffer read = Buffer.buffer();
        response.exceptionHandler(whole::tryFail)
                .handler(part -> {
                    if (read.length() + part.length() <= MAX_BYTES) {
                        read.appendBuffer(part);
                    } else if (whole.tryFail("longer than " + MAX_BYTES + " bytes")) {
                        response.request().reset();
                    }
                })
                .endHandler(end -> whole.tryComplete(read));
        return whole.future();
    }

    private static Future<Buffer> refuse(HttpClientResponse response, String why) {
        response.request().reset();
        return Future.failedFuture(why);
    }

    private String url(Sender sender, Optional<String> cursor) {
        String after = cursor.map(text -> "&after=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                .orElse("");
        return sender.baseUrl() + "/" + config.version() + "/" + sender.wabaId()
                + "/message_templates?fields=name,language,category,status,components&limit=" + PAGE + after;
    }
}
