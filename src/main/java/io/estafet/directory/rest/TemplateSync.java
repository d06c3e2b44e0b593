package io.estafet.directory.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.estafet.directory.Registration;
import io.estafet.directory.Registry;
import io.estafet.directory.TemplateDraft;
import io.estafet.message.TenantId;
import io.estafet.problem.Code;
import io.estafet.problem.ProblemException;
import io.estafet.problem.StrictJson;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import io.estafet.template.Template;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Reads an account's templates from WhatsApp's API, page by page, and registers them all at once. */
@Singleton
final class TemplateSync {

    private static final int PAGE = 100;
    private static final int MAX_PAGES = 100;
    private static final int MAX_PAGE_BYTES = 4 << 20;
    private static final String LAST = "";

    private final HttpClient client;
    private final CloudApiAddressConfig config;
    private final SenderBook book;
    private final Registry registry;

    TemplateSync(Vertx vertx, CloudApiAddressConfig config, SenderBook book, Registry registry) {
        this.client = vertx.createHttpClient();
        this.config = config;
        this.book = book;
        this.registry = registry;
    }

    /** Fails with 404 for an account without numbers of the tenant, with 502 when the API does not answer well. */
    Uni<Result> run(String wabaId, TenantId tenant) {
        Sender sender = book.senders().stream()
                .filter(each -> each.tenant().equals(tenant) && each.wabaId().equals(wabaId))
                .findFirst()
                .orElseThrow(ProblemException::notFound);
        Found found = new Found(wabaId);
        return pages(sender).invoke(found::add).collect().last().chain(() -> register(found, tenant));
    }

    private Uni<Result> register(Found found, TenantId tenant) {
        return registry.putTemplates(found.wabaId, tenant, found.drafts).map(done -> result(done, found));
    }

    private static Result result(Registration done, Found found) {
        if (!Answers.isDone(done)) {
            throw Answers.refusal(done);
        }
        return new Result(found.drafts.size(), found.skipped);
    }

    private Multi<JsonNode> pages(Sender sender) {
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new AtomicReference<>(LAST),
                        cursor -> page(sender, Objects.requireNonNullElse(cursor.get(), LAST))
                                .invoke(page -> cursor.set(next(page))))
                .whilst(page -> !next(page).equals(LAST))
                .select()
                .first(MAX_PAGES);
    }

    private static String next(JsonNode page) {
        return page.at("/paging/next").isMissingNode()
                ? LAST
                : page.at("/paging/cursors/after").asText(LAST);
    }

    private Uni<JsonNode> page(Sender sender, String cursor) {
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
                        .compose(TemplateSync::body)
                        .toCompletionStage())
                .map(bytes -> StrictJson.read(bytes.getBytes(), MAX_PAGE_BYTES))
                .ifNoItem()
                .after(config.requestDeadline())
                .fail()
                .onFailure()
                .transform(failure -> ProblemException.of(Code.BAD_GATEWAY, "the templates could not be read"));
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        return response.statusCode() == 200 ? response.body() : Future.failedFuture("status " + response.statusCode());
    }

    private String url(Sender sender, String cursor) {
        String after = cursor.isEmpty() ? "" : "&after=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
        return sender.baseUrl() + "/" + config.version() + "/" + sender.wabaId()
                + "/message_templates?fields=name,language,category,status,components&limit=" + PAGE + after;
    }

    /** @param skipped templates of a kind that we do not know */
    record Result(int registered, int skipped) {}

    /** What the pages held. */
    private static final class Found {

        private final String wabaId;
        private final List<TemplateDraft> drafts = new ArrayList<>();
        private int skipped;

        Found(String wabaId) {
            this.wabaId = wabaId;
        }

        void add(JsonNode page) {
            page.path("data").forEach(node -> draft(node).ifPresentOrElse(drafts::add, () -> skipped++));
        }

        private Optional<TemplateDraft> draft(JsonNode node) {
            try {
                TemplateKey key = new TemplateKey(
                        wabaId,
                        node.path("name").asText(),
                        node.path("language").asText());
                var category = TemplateResource.category(node.path("category").asText());
                String components = node.path("components").isArray()
                        ? node.get("components").toString()
                        : "[]";
                return TemplateStatus.ofWord(node.path("status").asText())
                        .map(status -> new Template(key, category, status))
                        .map(template -> new TemplateDraft(template, components.getBytes(StandardCharsets.UTF_8)));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }
}
