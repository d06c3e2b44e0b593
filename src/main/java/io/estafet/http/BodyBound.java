package io.estafet.http;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What a body may be.
 *
 * @param maxBytes above it the answer is 413
 * @param holder whose memory it takes, within its class: a tenant, or a kind of stranger
 * @param isKnown true for a caller with a key: memory for the announced length is reserved at once. A stranger, who may
 *     announce much and send nothing, has it as the bytes arrive
 * @param observer sees each piece of the body as it arrives
 * @param isWanted asked when all has arrived; a body that is not wanted is dropped, and no bytes are given on
 */
public record BodyBound(
        int maxBytes,
        TrafficClass traffic,
        String holder,
        boolean isKnown,
        Consumer<byte[]> observer,
        BooleanSupplier isWanted) {

    /** For a tenant. */
    public static BodyBound of(int maxBytes, TrafficClass traffic, String tenant) {
        return new BodyBound(maxBytes, traffic, tenant, true, piece -> {}, () -> true);
    }
}
