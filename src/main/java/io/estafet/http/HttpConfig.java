package io.estafet.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Bounds of HTTP requests. */
@ConfigMapping(prefix = "estafet.http")
public interface HttpConfig {

    /**
     * The memory for bodies that are read whole and not answered yet, and for large answers, in bytes. A request beyond
     * it is answered 503.
     */
    @WithDefault("64000000")
    @Min(16_000_000)
    long bodyMemory();

    /** Deadline for the arrival of a body that is read whole; a later one is answered 408. */
    @WithDefault("10s")
    Duration bodyDeadline();

    /** Bytes per second, from the third second on, below which a body that is read whole is answered 408. */
    @WithDefault("1024")
    @Min(1)
    int bodyMinRate();

    /** Bytes per second, over 10 s in which the reader asked for bytes, below which a stream of lines is ended. */
    @WithDefault("256")
    @Min(1)
    int streamMinRate();

    /** The most streams of lines that are read at once on this replica; one more is answered 503. */
    @WithDefault("64")
    @Min(1)
    @Max(10_000)
    int streams();

    /** The most streams of lines of one tenant. */
    @WithDefault("16")
    @Min(1)
    @Max(10_000)
    int streamsPerTenant();

    /**
     * Deadline for a whole request head: from its first byte on, or for the first head, from the opening of the
     * connection. A connection that misses it is closed.
     */
    @WithDefault("10s")
    Duration headDeadline();

    /**
     * Deadline for the caller to take an answer. When it is missed, the connection is closed, or over HTTP/2 the stream
     * is reset.
     */
    @WithDefault("30s")
    Duration writeDeadline();
}
