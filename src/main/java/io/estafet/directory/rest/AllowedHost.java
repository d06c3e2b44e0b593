package io.estafet.directory.rest;

import io.estafet.sender.BaseUrl;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An entry of the list of hosts that access tokens may go to: {@code host} for the scheme's own port (443, or 80 for
 * plain HTTP on loopback), {@code host:port} for another one, {@code host:*} for every port.
 *
 * @param host in lower case; an IPv6 address in brackets
 * @param anyPort true for {@code *}
 * @param port empty for the scheme's own port and for any port
 */
public record AllowedHost(String host, boolean anyPort, OptionalInt port) {

    private static final Pattern FORM =
            Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?)(?::(\\*|[0-9]{1,5}))?");
    private static final String ANY = "*";
    private static final int MAX_PORT = 65_535;

    public AllowedHost {
        if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > MAX_PORT)) {
            throw new IllegalArgumentException("estafet.cloud-api.allowed-hosts: the port must be 1 to " + MAX_PORT);
        }
    }

    /**
     * Called by the configuration.
     *
     * @throws IllegalArgumentException for an entry of another form
     */
    public static AllowedHost valueOf(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "estafet.cloud-api.allowed-hosts: '" + text + "' is not host, host:port or host:*");
        }
        String port = form.group(3);
        boolean any = ANY.equals(port);
        OptionalInt number = port == null || any ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port));
        return new AllowedHost(form.group(1).toLowerCase(Locale.ROOT), any, number);
    }

    boolean allows(BaseUrl url) {
        return host.equals(url.host()) && (anyPort || port.orElse(url.tls() ? 443 : 80) == url.port());
    }
}
