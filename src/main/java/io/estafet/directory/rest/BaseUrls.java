package io.estafet.directory.rest;

import io.estafet.sender.BaseUrl;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Decides which base URLs a number may have, because its access token is sent there. */
@Singleton
final class BaseUrls {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Set<AllowedHost> allowedHosts;
    private final URI standard;

    BaseUrls(CloudApiAddressConfig config) {
        this.allowedHosts = config.allowedHosts();
        this.standard = config.baseUrl();
    }

    /** The base URL of a number that names none. The operator sets it, so it needs no entry on the list. */
    URI standard() {
        return standard;
    }

    /**
     * Reads a base URL that a caller wrote.
     *
     * @return the URL in its canonical form, as it is kept
     * @throws IllegalArgumentException whose message says what is wrong
     */
    URI read(String text) {
        BaseUrl url = BaseUrl.of(parsed(text));
        if (!url.tls() && !LOOPBACK.contains(url.host())) {
            throw new IllegalArgumentException("must be https");
        }
        if (allowedHosts.stream().noneMatch(allowed -> allowed.allows(url))) {
            throw new IllegalArgumentException("its host and port are not on estafet.cloud-api.allowed-hosts");
        }
        return url.toUri();
    }

    private static URI parsed(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not a URL", e);
        }
    }
}
