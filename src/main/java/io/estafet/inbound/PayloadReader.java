package io.estafet.inbound;

/** Reads payloads. Pure and thread-safe. */
public interface PayloadReader {

    /**
     * What the payload says. Everything that is wrong in it is in {@link WebhookEvents#malformed()}; a body that is no
     * webhook at all is one malformed {@link EventKind#PAYLOAD}.
     */
    WebhookEvents read(byte[] body);
}
