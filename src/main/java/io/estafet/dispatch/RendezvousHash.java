package io.estafet.dispatch;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Rendezvous hashing: each name goes to one replica, and few names move when replicas come and go. */
final class RendezvousHash {

    private RendezvousHash() {}

    static Optional<String> owner(String name, Collection<String> replicas) {
        String best = null;
        long highest = -1;
        for (String replica : replicas) {
            long weight = weight(name, replica);
            if (weight > highest || (weight == highest && best != null && replica.compareTo(best) < 0)) {
                highest = weight;
                best = replica;
            }
        }
        return Optional.ofNullable(best);
    }

    private static long weight(String name, String replica) {
        CRC32C crc = new CRC32C();
        crc.update((replica + "/" + name).getBytes(StandardCharsets.UTF_8));
        // CRC is linear. It is mixed, so that the order of two replicas differs from name to name.
        long mixed = crc.getValue() * 0x9E3779B97F4A7C15L;
        return (mixed ^ (mixed >>> 29)) >>> 1;
    }
}
