package io.estafet.queue;

import jakarta.inject.Singleton;
import java.util.UUID;

/** This run of this replica, as the owner of leases. A lease of an earlier run is not ours. */
@Singleton
public final class LeaseOwner {

    private final String id = UUID.randomUUID().toString();

    public String id() {
        return id;
    }
}
