package io.estafet.inbound;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Accepts payloads that are signed and of bounded size, as long as they can be stored in time. Nothing is parsed here.
 * Safe to call from any thread.
 */
@Singleton
public final class WebhookReceiver {

    private static final Logger LOG = Logger.getLogger(WebhookReceiver.class);

    private final Signatures signatures;
    private final Payloads payloads;
    private final InboundConfig config;
    private final InboundMeters meters;
    private volatile boolean full;

    WebhookReceiver(Signatures signatures, Payloads payloads, InboundConfig config, InboundMeters meters) {
        this.signatures = signatures;
        this.payloads = payloads;
        this.config = config;
        this.meters = meters;
    }

    /** How a payload is answered. */
    public enum Reply {
        /** Committed: it will be worked on, whatever happens to this replica. */
        STORED,
        /** Not signed with a secret that we have. */
        UNSIGNED,
        /** Could not be stored now, and is to come again. */
        AWAY
    }

    /** True for a handshake with the token {@link InboundConfig#verifyToken()}. */
    public boolean isHandshake(@Nullable String mode, @Nullable String token) {
        return "subscribe".equals(mode) && signatures.isVerifyToken(token);
    }

    /** The largest payload in bytes. */
    public int maxBytes() {
        return config.maxBytes();
    }

    /**
     * The check of a payload that is about to arrive, from its signature header alone.
     *
     * @return empty when the payload's bytes need not be read: the answer is {@link #refuse()}
     */
    public Optional<SignatureCheck> check(@Nullable String signature) {
        return full ? Optional.empty() : signatures.check(signature);
    }

    /** Counts a payload that is not read, and answers why. */
    public Reply refuse() {
        Reply reply = full ? Reply.AWAY : Reply.UNSIGNED;
        count();
        return reply;
    }

    /** Stores a payload if it is signed; never fails. */
    public Uni<Reply> receive(byte[] body, SignatureCheck check) {
        if (!check.isSigned()) {
            count();
            return Uni.createFrom().item(Reply.UNSIGNED);
        }
        return payloads.store(body).replaceWith(Reply.STORED).onFailure().recoverWithItem(this::notStored);
    }

    /** Sets whether so many payloads wait that no more are accepted. */
    void setFull(boolean isFull) {
        if (isFull != full) {
            LOG.warnf("webhooks are %s", isFull ? "refused: the backlog is full" : "accepted again");
        }
        full = isFull;
    }

    private Reply notStored(Throwable cause) {
        LOG.warnf("webhook not stored cause=%s", cause);
        count();
        return Reply.AWAY;
    }

    private void count() {
        meters.count(EventKind.PAYLOAD, EventResult.REFUSED, 1);
    }
}
