package io.estafet.directory.rest;

import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Which base URLs a number may have: an access token is sent there. */
@Singleton
final class BaseUrls {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Set<String> allowedHosts;
    private final URI standard;

    BaseUrls(CloudApiAddressConfig config) {
        this.allowedHosts = config.allowedHosts();
        this.standard = config.baseUrl();
    }

    URI standard() {
        return standard;
    }

    /** @throws IllegalArgumentException with what is wrong */
    URI read(String text) {
        URI url = parsed(text);
        String host = url.getHost();
        if (host == null || !allowedHosts.contains(host.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("its host is not on estafet.cloud-api.allowed-hosts");
        }
        boolean loopback = LOOPBACK.contains(host.toLowerCase(Locale.ROOT));
        if (!"https".equals(url.getScheme()) && !(loopback && "http".equals(url.getScheme()))) {
            throw new IllegalArgumentException("must be https");
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("must have no user, query or fragment");
        }
        return url;
    }

    private static URI parsed(String text) {
        try {
            String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
            URI url = new URI(trimmed);
            if (url.normalize().equals(url)) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not a URL", e);
        }
        throw new IllegalArgumentException("must be plain, without . or ..");
    }
}
