package io.estafet.access;

import io.estafet.message.TenantId;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;

/** The tenant of the present request; to be asked within a request of an {@code @Authenticated} method. */
@Singleton
public final class Caller {

    private final SecurityIdentity identity;

    public Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    public TenantId tenant() {
        return new TenantId(identity.getPrincipal().getName());
    }
}
