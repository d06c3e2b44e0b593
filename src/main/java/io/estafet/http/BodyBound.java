package io.estafet.http;

import java.util.function.Consumer;

/**
 * What a body may be.
 *
 * @param maxBytes above it the answer is 413
 * @param holder whose memory it takes, within its class: a tenant, or a kind of stranger
 * @param observer sees each piece of the body as it arrives
 */
public record BodyBound(int maxBytes, TrafficClass traffic, String holder, Consumer<byte[]> observer) {

    /** A bound of at most {@code maxBytes} whose pieces nobody watches. */
    public static BodyBound of(int maxBytes, TrafficClass traffic, String holder) {
        return new BodyBound(maxBytes, traffic, holder, piece -> {});
    }
}
