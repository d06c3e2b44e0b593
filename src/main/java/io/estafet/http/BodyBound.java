package io.estafet.http;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The bounds of a body.
 *
 * @param maxBytes a longer body is answered 413
 * @param holder whose memory the body takes, within its class: a tenant, or a kind of stranger
 * @param isKnown true for a caller with a key: memory for the announced length is reserved at once. A stranger may
 *     announce much and send nothing, so that memory is reserved as the bytes arrive
 * @param observer sees each piece of the body as it arrives
 * @param isWanted asked when the whole body has arrived; a body that is not wanted is dropped, and the reader gets no
 *     bytes
 */
public record BodyBound(
        int maxBytes,
        TrafficClass traffic,
        String holder,
        boolean isKnown,
        Consumer<byte[]> observer,
        BooleanSupplier isWanted) {

    /** The bounds of a tenant's body. */
    public static BodyBound of(int maxBytes, TrafficClass traffic, String tenant) {
        return new BodyBound(maxBytes, traffic, tenant, true, piece -> {}, () -> true);
    }
}
