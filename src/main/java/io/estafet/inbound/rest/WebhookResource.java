package io.estafet.inbound.rest;

import io.estafet.http.BodyBound;
import io.estafet.http.BodyReader;
import io.estafet.http.TrafficClass;
import io.estafet.inbound.SignatureCheck;
import io.estafet.inbound.WebhookReceiver;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The endpoint that WhatsApp calls. Open to all: the handshake's token and the payload's signature show who calls. */
@Path("/webhooks/whatsapp")
public final class WebhookResource {

    /** Digits of the length of a small payload: below 10 kB, as nearly all of WhatsApp's are. */
    private static final int SMALL_DIGITS = 4;

    private final WebhookReceiver receiver;
    private final BodyReader bodies;

    public WebhookResource(WebhookReceiver receiver, BodyReader bodies) {
        this.receiver = receiver;
        this.bodies = bodies;
    }

    /** Answers the handshake with its challenge. */
    @GET
    @PermitAll
    @NonBlocking
    @Produces(MediaType.TEXT_PLAIN)
    public Response handshake(
            @RestQuery("hub.mode") @Nullable String mode,
            @RestQuery("hub.verify_token") @Nullable String token,
            @RestQuery("hub.challenge") @Nullable String challenge) {
        return challenge != null && receiver.isHandshake(mode, token)
                ? Response.ok(challenge, MediaType.TEXT_PLAIN_TYPE)
                        .header("X-Content-Type-Options", "nosniff")
                        .build()
                : Response.status(Response.Status.FORBIDDEN).build();
    }

    /**
     * Takes a payload: 200 once it is stored, 401 for a bad signature, 408 when it comes too slowly, 413 above the size
     * limit, 503 when it must come again. The header is checked first: the body of a stranger without a signature is
     * not read.
     */
    @POST
    @PermitAll
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> receive(
            @Context RoutingContext context, @RestHeader("X-Hub-Signature-256") @Nullable String signature) {
        return receiver.check(signature)
                .map(check -> receive(context, check))
                .orElseGet(() -> Uni.createFrom().item(response(receiver.refuse())));
    }

    private Uni<Response> receive(RoutingContext context, SignatureCheck check) {
        BodyBound bound = new BodyBound(
                receiver.maxBytes(), TrafficClass.WEBHOOK, holder(context), false, check::update, check::isSigned);
        return bodies.read(context, bound)
                .chain(body -> receiver.receive(body, check))
                .map(WebhookResource::response);
    }

    /** Large payloads leave memory for small ones, whoever sends them. */
    private static String holder(RoutingContext context) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && length.length() <= SMALL_DIGITS ? "small" : "large";
    }

    private static Response response(WebhookReceiver.Reply reply) {
        return switch (reply) {
            case STORED -> Response.ok().build();
            case UNSIGNED -> Response.status(Response.Status.UNAUTHORIZED).build();
            case AWAY ->
                Response.status(Response.Status.SERVICE_UNAVAILABLE)
                        .header(HttpHeaders.RETRY_AFTER, "5")
                        .build();
        };
    }
}
