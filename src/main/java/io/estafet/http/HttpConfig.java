package io.estafet.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Bounds of HTTP requests. */
@ConfigMapping(prefix = "estafet.http")
public interface HttpConfig {

    /** Bytes of bodies that are read whole and not answered yet, and of large answers; more are answered 503. */
    @WithDefault("64000000")
    @Min(16_000_000)
    long bodyMemory();

    /** A body that is read whole must have arrived within it, or it is answered 408. */
    @WithDefault("10s")
    Duration bodyDeadline();

    /** Bytes per second, from the third second on, below which a body that is read whole is answered 408. */
    @WithDefault("1024")
    @Min(1)
    int bodyMinRate();

    /** Bytes per second, over 10 s in which bytes were asked for, below which a stream of lines is ended. */
    @WithDefault("256")
    @Min(1)
    int streamMinRate();

    /** Streams of lines that are read at once on this replica; one more is answered 503. */
    @WithDefault("64")
    @Min(1)
    @Max(10_000)
    int streams();

    /** The same of one tenant. */
    @WithDefault("16")
    @Min(1)
    @Max(10_000)
    int streamsPerTenant();

    /** A connection that has not sent a whole request head within it, from its first byte on, is closed. */
    @WithDefault("10s")
    Duration headDeadline();

    /** An answer that its caller has not taken within it closes the connection, or over HTTP/2 resets the stream. */
    @WithDefault("30s")
    Duration writeDeadline();
}
