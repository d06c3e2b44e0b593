package io.estafet.access;

import io.estafet.message.TenantId;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;

/** The tenant of the current request. Ask for it only within a request to an {@code @Authenticated} method. */
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
