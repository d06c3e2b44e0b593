package io.estafet.directory.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.estafet.access.Caller;
import io.estafet.directory.Registry;
import io.estafet.directory.TemplateDraft;
import io.estafet.http.LargeAnswer;
import io.estafet.http.MaxBody;
import io.estafet.http.TrafficClass;
import io.estafet.json.Fields;
import io.estafet.message.Category;
import io.estafet.message.TenantId;
import io.estafet.problem.ProblemException;
import io.estafet.template.Template;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Message templates of a WhatsApp Business Account. */
@Path("/v1/templates/{wabaId}")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class TemplateResource {

    private final Caller caller;
    private final Registry registry;
    private final TemplateSync sync;

    TemplateResource(Caller caller, Registry registry, TemplateSync sync) {
        this.caller = caller;
        this.registry = registry;
        this.sync = sync;
    }

    @PUT
    @Path("/{name}/{language}")
    @Authenticated
    @Consumes(MediaType.APPLICATION_JSON)
    @MaxBody(value = DirectoryResponses.MAX_BODY, traffic = TrafficClass.DIRECTORY)
    public Uni<Response> put(
            @PathParam("wabaId") String wabaId,
            @PathParam("name") String name,
            @PathParam("language") String language,
            byte[] body) {
        TemplateKey key = DirectoryResponses.fresh(name, text -> TemplateComponents.key(wabaId, text, language));
        TemplateDraft draft = read(key, Fields.read(body));
        return registry.putTemplates(wabaId, caller.tenant(), List.of(draft))
                .map(done -> DirectoryResponses.registered(done, View.of(draft)));
    }

    private static TemplateDraft read(TemplateKey key, Fields in) {
        Optional<Category> category = in.required("category", TemplateResource::category);
        Optional<TemplateStatus> status = in.required("status", TemplateResource::status);
        Optional<JsonNode> components = in.node("components");
        components.ifPresent(array -> in.read("components", () -> TemplateComponents.checked(array)));
        in.end();
        Template template = new Template(key, category.orElseThrow(), status.orElseThrow());
        String json = components.map(JsonNode::toString).orElse("[]");
        return new TemplateDraft(template, json.getBytes(StandardCharsets.UTF_8));
    }

    static Category category(String word) {
        return Category.ofWord(word.toLowerCase(Locale.ROOT))
                .filter(category -> category != Category.SERVICE)
                .orElseThrow(() -> new IllegalArgumentException("must be authentication, utility or marketing"));
    }

    private static TemplateStatus status(String word) {
        return TemplateStatus.ofWord(word.toUpperCase(Locale.ROOT))
                .orElseThrow(() -> new IllegalArgumentException("is not a template status of WhatsApp"));
    }

    @GET
    @Path("/{name}/{language}")
    @Authenticated
    public Uni<View> get(
            @PathParam("wabaId") String wabaId,
            @PathParam("name") String name,
            @PathParam("language") String language) {
        TemplateKey key = ProblemException.orNotFound(name, text -> new TemplateKey(wabaId, text, language));
        return registry.template(key, caller.tenant())
                .map(found -> found.map(View::of).orElseThrow(ProblemException::notFound));
    }

    @GET
    @Authenticated
    @LargeAnswer
    public Uni<Page<View>> list(
            @PathParam("wabaId") String wabaId,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        String account = ProblemException.orNotFound(wabaId, TemplateKey::wabaId);
        int size = DirectoryResponses.limit(limit);
        Optional<TemplateKey> after = Optional.ofNullable(cursor)
                .map(text -> DirectoryResponses.cursor(text, place -> TemplateKey.parse(account + "/" + place)));
        String name = after.map(TemplateKey::name).orElse("");
        String language = after.map(TemplateKey::language).orElse("");
        return registry.templates(account, caller.tenant(), name, language, size)
                .map(page -> Page.of(
                        page.templates().stream().map(View::of).toList(),
                        page.hasMore(),
                        view -> view.name() + "/" + view.language()));
    }

    @DELETE
    @Path("/{name}/{language}")
    @Authenticated
    public Uni<Void> delete(
            @PathParam("wabaId") String wabaId,
            @PathParam("name") String name,
            @PathParam("language") String language) {
        TemplateKey key = ProblemException.orNotFound(name, text -> new TemplateKey(wabaId, text, language));
        return registry.deleteTemplate(key, caller.tenant())
                .invoke(DirectoryResponses::requireDone)
                .replaceWithVoid();
    }

    @POST
    @Path("/sync")
    @Authenticated
    public Uni<TemplateSync.Result> sync(@PathParam("wabaId") String wabaId) {
        TenantId tenant = caller.tenant();
        return sync.run(ProblemException.orNotFound(wabaId, TemplateKey::wabaId), tenant);
    }

    /** A template as the API shows it. */
    public record View(
            String wabaId,
            String name,
            String language,
            String category,
            String status,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Instant pausedUntil,

            @JsonRawValue String components) {

        static View of(TemplateDraft draft) {
            Template template = draft.template();
            return new View(
                    template.key().wabaId(),
                    template.key().name(),
                    template.key().language(),
                    template.category().word(),
                    template.status().name(),
                    template.pausedUntil().orElse(null),
                    new String(draft.components(), StandardCharsets.UTF_8));
        }
    }
}
