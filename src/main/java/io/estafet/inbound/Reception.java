package io.estafet.inbound;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lets payloads in: signed ones, of bounded size, as long as they can be stored in time. Nothing is parsed here. Safe
 * to call from any thread.
 */
@Singleton
public final class Reception {

    private static final Logger LOG = Logger.getLogger(Reception.class);

    private final Signatures signatures;
    private final Payloads payloads;
    private final InboundConfig config;
    private final InboundMeters meters;
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean full;

    Reception(Signatures signatures, Payloads payloads, InboundConfig config, InboundMeters meters) {
        this.signatures = signatures;
        this.payloads = payloads;
        this.config = config;
        this.meters = meters;
    }

    /** What a payload is answered. */
    public enum Reply {
        /** Committed: it will be worked on, whatever happens to this replica. */
        STORED,
        /** Above {@link InboundConfig#maxBytes()}. */
        TOO_LARGE,
        /** Signed by nobody whose secret we have. */
        UNSIGNED,
        /** It could not be stored now and is to come again. */
        AWAY
    }

    /** True for the handshake of somebody who knows {@link InboundConfig#verifyToken()}. */
    public boolean isHandshake(@Nullable String mode, @Nullable String token) {
        return "subscribe".equals(mode) && signatures.isVerifyToken(token);
    }

    /** Stores a payload; never fails. */
    public Uni<Reply> receive(byte[] body, @Nullable String signature) {
        if (body.length > config.maxBytes()) {
            return refused(Reply.TOO_LARGE);
        }
        if (!signatures.isSigned(body, signature)) {
            return refused(Reply.UNSIGNED);
        }
        if (full) {
            return refused(Reply.AWAY);
        }
        return store(body);
    }

    /** Says whether so many payloads wait already that no more are let in. */
    void setFull(boolean isFull) {
        if (isFull != full) {
            LOG.warnf("webhooks are %s", isFull ? "refused: the backlog is full" : "let in again");
        }
        full = isFull;
    }

    private Uni<Reply> store(byte[] body) {
        if (bytes.addAndGet(body.length) > config.storeBytes()) {
            bytes.addAndGet(-body.length);
            return refused(Reply.AWAY);
        }
        return payloads.store(body)
                .replaceWith(Reply.STORED)
                .onFailure()
                .recoverWithUni(this::notStored)
                .onTermination()
                .invoke(() -> bytes.addAndGet(-body.length));
    }

    private Uni<Reply> notStored(Throwable cause) {
        LOG.warnf("webhook not stored cause=%s", cause);
        return refused(Reply.AWAY);
    }

    private Uni<Reply> refused(Reply reply) {
        meters.count(EventKind.PAYLOAD, EventResult.REFUSED, 1);
        return Uni.createFrom().item(reply);
    }
}
