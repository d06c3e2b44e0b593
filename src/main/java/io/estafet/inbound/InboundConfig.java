package io.estafet.inbound;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How webhooks are received and worked on. */
@ConfigMapping(prefix = "estafet.webhook")
public interface InboundConfig {

    /** The token that the handshake must present; without one every handshake is refused. */
    Optional<String> verifyToken();

    /**
     * Secrets of the apps whose signatures are accepted: two while one is replaced. Without any, every payload is
     * refused.
     */
    Optional<List<String>> appSecrets();

    /** The largest payload in bytes; WhatsApp's own bound is 3 MB. */
    @WithDefault("3500000")
    @Min(1024)
    int maxBytes();

    /** A payload that is not stored within this time is answered 503: WhatsApp wants an answer within a second. */
    @WithDefault("800ms")
    Duration storeDeadline();

    /** The most payloads of one insert. */
    @WithDefault("128")
    @Min(1)
    int storeBatch();

    /**
     * The most payloads that may wait to be worked on, over all replicas; more are answered 503. WhatsApp repeats for
     * days.
     */
    @WithDefault("200000")
    @Min(1)
    int backlog();

    /** The most payloads that one round takes. Times {@link #rounds()}, it bounds what a replica works on. */
    @WithDefault("64")
    @Min(1)
    @Max(1_000)
    int take();

    /**
     * The most bytes of payloads under way on this replica, in equal parts for its rounds. A round takes one payload
     * whatever its size. A payload that is being read takes up to thirty times its bytes of the heap; only one is read
     * at a time.
     */
    @WithDefault("8000000")
    @Min(1)
    long takeBytes();

    /** Rounds under way at once on this replica: a slow payload delays its round only. */
    @WithDefault("4")
    @Min(1)
    @Max(64)
    int rounds();

    /**
     * The most transactions of one payload under way at once, each of one item or some hundred; below the connection
     * pool.
     */
    @WithDefault("4")
    @Min(1)
    @Max(64)
    int concurrency();

    /** How often to look for payloads of other replicas and for those to be repeated. */
    @WithDefault("200ms")
    Duration poll();

    /**
     * A payload that is not finished after this time belongs to a replica that died; far above {@link #workDeadline()}.
     */
    @WithDefault("60s")
    Duration lease();

    /** A payload that is not finished after this time makes way for others; the work continues where it stopped. */
    @WithDefault("2s")
    Duration turn();

    /**
     * One run over a payload is given up after this time, and repeated from the first item that was not
     * finished.
     */
    @WithDefault("20s")
    Duration workDeadline();

    /** Takes of a payload without progress before items are given up as poison: with the back-off, some hours. */
    @WithDefault("30")
    @Min(1)
    int tries();

    /** The first wait after a failure; it doubles. */
    @WithDefault("500ms")
    Duration retryBase();

    /** The longest wait after a failure. */
    @WithDefault("10m")
    Duration retryCap();

    /** How long work about an unregistered number is repeated: another replica may just have registered the number. */
    @WithDefault("10s")
    Duration unknownPatience();

    /** How long payloads that were put aside (unknown numbers, other kinds, poison) are kept. */
    @WithDefault("7d")
    Duration retention();
}
