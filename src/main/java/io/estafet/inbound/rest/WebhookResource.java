package io.estafet.inbound.rest;

import io.estafet.inbound.Reception;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Where WhatsApp calls. Open to all: the handshake's word and the payload's signature say who it is. */
@Path("/webhooks/whatsapp")
public final class WebhookResource {

    private static final int TOO_LARGE = 413;

    private final Reception reception;

    public WebhookResource(Reception reception) {
        this.reception = reception;
    }

    /** Answers the handshake with its challenge. */
    @GET
    @PermitAll
    @Produces(MediaType.TEXT_PLAIN)
    public Response handshake(
            @RestQuery("hub.mode") @Nullable String mode,
            @RestQuery("hub.verify_token") @Nullable String token,
            @RestQuery("hub.challenge") @Nullable String challenge) {
        return challenge != null && reception.isHandshake(mode, token)
                ? Response.ok(challenge, MediaType.TEXT_PLAIN_TYPE)
                        .header("X-Content-Type-Options", "nosniff")
                        .build()
                : Response.status(Response.Status.FORBIDDEN).build();
    }

    /** Takes a payload: 200 once it is stored, 401 for a bad signature, 413 above the bound, 503 when it must come again. */
    @POST
    @PermitAll
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> receive(byte[] body, @RestHeader("X-Hub-Signature-256") @Nullable String signature) {
        return reception.receive(body, signature).map(WebhookResource::response);
    }

    private static Response response(Reception.Reply reply) {
        return switch (reply) {
            case STORED -> Response.ok().build();
            case TOO_LARGE -> Response.status(TOO_LARGE).build();
            case UNSIGNED -> Response.status(Response.Status.UNAUTHORIZED).build();
            case AWAY ->
                Response.status(Response.Status.SERVICE_UNAVAILABLE)
                        .header("Retry-After", "5")
                        .build();
        };
    }
}
