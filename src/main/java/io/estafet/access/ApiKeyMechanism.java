package io.estafet.access;

import io.estafet.message.TenantId;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates {@code Authorization: Bearer <api key>}; the key decides the tenant. Every stored digest is compared,
 * each in constant time.
 */
@Singleton
public final class ApiKeyMechanism implements HttpAuthenticationMechanism {

    private static final String SCHEME = "Bearer ";
    private static final int DIGEST_BYTES = 32;

    private final Map<TenantId, byte[]> digests = new HashMap<>();

    public ApiKeyMechanism(ApiKeysConfig config) {
        config.keys().forEach((tenant, digest) -> digests.put(new TenantId(tenant), decoded(tenant, digest)));
    }

    private static byte[] decoded(String tenant, String digest) {
        try {
            byte[] bytes = HexFormat.of().parseHex(digest.strip().toLowerCase(Locale.ROOT));
            if (bytes.length == DIGEST_BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new UnusableKeyException(tenant, e);
        }
        throw new UnusableKeyException(tenant, null);
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        String header = context.request().getHeader("Authorization");
        if (header == null) {
            return Uni.createFrom().optional(Optional.empty());
        }
        return tenant(header)
                .map(tenant -> Uni.createFrom().item(identity(tenant)))
                .orElseGet(() -> Uni.createFrom().failure(new AuthenticationFailedException("unknown API key")));
    }

    /** The tenant of an {@code Authorization} header; empty when the header holds no known key. */
    public Optional<TenantId> tenant(String header) {
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        byte[] given = sha256(header.substring(SCHEME.length()).strip());
        @Nullable TenantId found = null;
        for (Map.Entry<TenantId, byte[]> entry : digests.entrySet()) {
            found = MessageDigest.isEqual(entry.getValue(), given) ? entry.getKey() : found;
        }
        return Optional.ofNullable(found);
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static SecurityIdentity identity(TenantId tenant) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(tenant.value()))
                .setAnonymous(false)
                .build();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }
}
