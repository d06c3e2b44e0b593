package io.estafet.directory.rest;

import io.estafet.access.Caller;
import io.estafet.directory.NumberHealth;
import io.estafet.directory.Registry;
import io.estafet.directory.SenderDraft;
import io.estafet.directory.SenderStatus;
import io.estafet.http.LargeAnswer;
import io.estafet.http.MaxBody;
import io.estafet.http.TrafficClass;
import io.estafet.json.Fields;
import io.estafet.message.SenderId;
import io.estafet.message.TenantId;
import io.estafet.problem.ProblemException;
import io.estafet.sender.Health;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Business phone numbers. */
@Path("/v1/senders")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class SenderResource {

    /**
     * The most numbers whose status is asked for at once. A page has at most a thousand numbers, and each costs a call
     * to Redis.
     */
    private static final int STATUS_CONCURRENCY = 8;

    private final Caller caller;
    private final Registry registry;
    private final SenderBook book;
    private final BaseUrls urls;
    private final NumberProof proof;
    private final NumberHealth health;
    private final SenderStatus status;

    SenderResource(
            Caller caller,
            Registry registry,
            SenderBook book,
            BaseUrls urls,
            NumberProof proof,
            NumberHealth health,
            SenderStatus status) {
        this.caller = caller;
        this.registry = registry;
        this.book = book;
        this.urls = urls;
        this.proof = proof;
        this.health = health;
        this.status = status;
    }

    @PUT
    @Path("/{id}")
    @Authenticated
    @Consumes(MediaType.APPLICATION_JSON)
    @MaxBody(value = DirectoryResponses.MAX_BODY, traffic = TrafficClass.DIRECTORY)
    public Uni<Response> put(@PathParam("id") String id, byte[] body) {
        SenderId sender = DirectoryResponses.fresh(id, SenderId::new);
        SenderDraft draft = SenderForm.read(Fields.read(body), urls).whole(urls);
        return change(sender, old -> draft);
    }

    @PATCH
    @Path("/{id}")
    @Authenticated
    @Consumes(MediaType.APPLICATION_JSON)
    @MaxBody(value = DirectoryResponses.MAX_BODY, traffic = TrafficClass.DIRECTORY)
    public Uni<Response> patch(@PathParam("id") String id, byte[] body) {
        SenderId sender = ProblemException.orNotFound(id, SenderId::new);
        SenderForm form = SenderForm.read(Fields.read(body), urls);
        return change(sender, old -> form.over(old.orElseThrow(ProblemException::notFound)));
    }

    private Uni<Response> change(SenderId id, Function<Optional<SenderDraft>, SenderDraft> change) {
        TenantId tenant = caller.tenant();
        return proof.require(id, tenant, change)
                .chain(() -> registry.putSender(id, tenant, change))
                .invoke(DirectoryResponses::requireDone)
                .chain(done -> view(own(id, tenant)).map(view -> DirectoryResponses.registered(done, view)));
    }

    @GET
    @Path("/{id}")
    @Authenticated
    public Uni<SenderView> get(@PathParam("id") String id) {
        return view(own(ProblemException.orNotFound(id, SenderId::new), caller.tenant()));
    }

    @GET
    @Authenticated
    @LargeAnswer
    public Uni<Page<SenderView>> list(
            @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable String limit) {
        TenantId tenant = caller.tenant();
        int size = DirectoryResponses.limit(limit);
        String after = cursor == null
                ? ""
                : DirectoryResponses.cursor(cursor, SenderId::new).value();
        List<Sender> senders = book.senders().stream()
                .filter(sender -> sender.tenant().equals(tenant))
                .filter(sender -> sender.id().value().compareTo(after) > 0)
                .sorted(Comparator.comparing(Sender::id))
                .limit(size)
                .toList();
        return Multi.createFrom()
                .iterable(senders)
                .onItem()
                .transformToUni(this::view)
                .merge(STATUS_CONCURRENCY)
                .collect()
                .asList()
                .map(views -> page(views, size));
    }

    private static Page<SenderView> page(List<SenderView> views, int size) {
        List<SenderView> items =
                views.stream().sorted(Comparator.comparing(SenderView::id)).toList();
        return Page.of(items, size, SenderView::length, SenderView::id);
    }

    private Sender own(SenderId id, TenantId tenant) {
        return book.find(id).filter(sender -> sender.tenant().equals(tenant)).orElseThrow(ProblemException::notFound);
    }

    /**
     * What is registered is shown even when a server that knows the number's current status is away, because a change
     * may be committed already.
     */
    private Uni<SenderView> view(Sender sender) {
        Uni<Optional<SenderStatus.Status>> now = status.status(sender)
                .map(Optional::of)
                .onFailure()
                .recoverWithItem(Optional.<SenderStatus.Status>empty());
        return health.of(sender.id())
                .onFailure()
                .recoverWithItem(Health.UNKNOWN)
                .chain(known -> now.map(doing -> SenderView.of(sender, known, doing)));
    }
}
