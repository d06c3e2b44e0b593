package io.estafet.directory.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.estafet.directory.Registration;
import io.estafet.directory.Registry;
import io.estafet.directory.Registry.Fitting;
import io.estafet.directory.TemplateDraft;
import io.estafet.message.TenantId;
import io.estafet.problem.Code;
import io.estafet.problem.ProblemException;
import io.estafet.reactive.Unis;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import io.estafet.template.Template;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads an account's templates from WhatsApp's API and registers them, page by page: one page is in memory at a time.
 */
@Singleton
final class TemplateSync {

    private static final int MAX_PAGES = 200;

    /**
     * Templates on a page. 50 of the largest would not fit into {@link #MAX_BYTES}; 50 usual ones have 50,000 bytes.
     */
    private static final int PAGE = 50;

    /** The longest page that is read. */
    private static final int MAX_BYTES = 2 << 20;

    /** The most templates beyond a bound that are named. */
    private static final int NAMED = 20;

    private final GraphReader api;
    private final SenderBook book;
    private final Registry registry;
    private final Set<TenantId> running = ConcurrentHashMap.newKeySet();

    TemplateSync(GraphReader api, SenderBook book, Registry registry) {
        this.api = api;
        this.book = book;
        this.registry = registry;
    }

    /**
     * Fails with 404 for an account without numbers of the tenant, with 409 while another sync of the tenant is under
     * way, and with 502 when the API does not answer properly; the pages before are registered then.
     */
    Uni<Result> run(String wabaId, TenantId tenant) {
        Sender sender = book.senders().stream()
                .filter(each -> each.tenant().equals(tenant) && each.wabaId().equals(wabaId))
                .findFirst()
                .orElseThrow(ProblemException::notFound);
        return Uni.createFrom()
                .deferred(() -> running.add(tenant)
                        ? run(sender).onTermination().invoke(() -> running.remove(tenant))
                        : Uni.createFrom()
                                .failure(ProblemException.of(
                                        Code.CONFLICT, "templates of this tenant are being read already")));
    }

    private Uni<Result> run(Sender sender) {
        Run run = new Run(sender);
        return Multi.createBy()
                .repeating()
                .uni(run::page)
                .whilst(more -> more)
                .select()
                .first(MAX_PAGES)
                .collect()
                .last()
                .map(last -> run.result());
    }

    /**
     * The result of a sync.
     *
     * @param registered templates that are registered now
     * @param skipped templates whose key, category or status we cannot read, and those beyond a bound
     * @param refused some of those beyond a bound
     */
    record Result(int registered, int skipped, List<Refused> refused) {}

    /** A template beyond a bound. */
    record Refused(String name, String language, String reason) {}

    /** One sync of an account. */
    private final class Run {

        private final Sender sender;
        private final List<Refused> refused = new ArrayList<>();
        private Optional<String> cursor = Optional.empty();
        private int registered;
        private int skipped;

        Run(Sender sender) {
            this.sender = sender;
        }

        /** Reads and registers one page; answers whether another one follows. */
        Uni<Boolean> page() {
            String path = "/" + sender.wabaId()
                    + "/message_templates?fields=name,language,category,status,components&limit=" + PAGE;
            return api.page(sender.baseUrl(), sender.accessToken(), path, cursor, MAX_BYTES)
                    .chain(page -> {
                        if (page.kind() != GraphAnswer.Kind.FOUND) {
                            throw ProblemException.of(Code.BAD_GATEWAY, "the templates could not be read");
                        }
                        cursor = page.next();
                        return register(page.body()).replaceWith(cursor.isPresent());
                    });
        }

        private Uni<Void> register(JsonNode page) {
            List<TemplateDraft> drafts = new ArrayList<>();
            page.path("data").forEach(node -> draft(node).ifPresentOrElse(drafts::add, () -> skipped++));
            return drafts.isEmpty()
                    ? Unis.done()
                    : registry.putFittingTemplates(sender.wabaId(), sender.tenant(), drafts)
                            .invoke(done -> count(drafts.size(), done))
                            .replaceWithVoid();
        }

        private void count(int asked, Fitting done) {
            DirectoryResponses.requireDone(done.registration());
            registered += asked - done.refused().size();
            skipped += done.refused().size();
            done.refused().forEach(this::name);
        }

        private void name(TemplateKey key, Registration why) {
            if (refused.size() < NAMED) {
                refused.add(new Refused(key.name(), key.language(), DirectoryResponses.words(why)));
            }
        }

        private Optional<TemplateDraft> draft(JsonNode node) {
            try {
                TemplateKey key = TemplateComponents.key(
                        sender.wabaId(),
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

        Result result() {
            return new Result(registered, skipped, List.copyOf(refused));
        }
    }
}
