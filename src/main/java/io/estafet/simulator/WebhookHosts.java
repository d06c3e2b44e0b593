package io.estafet.simulator;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hosts to which webhooks may be posted: this machine, and those named by whoever started the simulator. A host is
 * judged by how it is written; no name is looked up.
 */
record WebhookHosts(Set<String> named) {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

    WebhookHosts {
        named = Set.copyOf(named);
    }

    /** @throws Json.Refused when the URL's host is not allowed */
    void require(@Nullable String url) {
        String host = url == null ? "localhost" : URI.create(url).getHost().toLowerCase(Locale.ROOT);
        if (!LOOPBACK.matcher(host).matches() && !named.contains(host)) {
            throw new Json.Refused(
                    "/webhook/url", "must be on this machine, or on a host of estafet.simulator.webhook-hosts");
        }
    }
}
