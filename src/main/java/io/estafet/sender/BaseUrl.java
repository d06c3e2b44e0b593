package io.estafet.sender;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The parts of a base URL from which a request can be built. Strict on purpose, because an access token is sent to this
 * address: anything that URL parsers may read in two ways (percent signs, dot segments, characters beyond ASCII) is
 * refused.
 *
 * @param host in lower case; an IPv6 address in brackets
 * @param port the port to connect to, also when the URL names none
 * @param path empty, or segments with a leading slash and no trailing one
 */
public record BaseUrl(boolean tls, String host, int port, String path) {

    public static final int MAX_CHARACTERS = 512;

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int MAX_PORT = 65_535;
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)*");
    private static final Pattern DOTS = Pattern.compile("(.*/)?\\.\\.?(/.*)?");

    /** @throws IllegalArgumentException whose message says what is wrong and can follow the name of the field */
    public static BaseUrl of(URI url) {
        refuse(url.toString().length() > MAX_CHARACTERS, "must have at most " + MAX_CHARACTERS + " characters");
        boolean tls = isTls(url);
        refuse(url.getHost() == null, "names no host");
        refuse(
                url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null,
                "must have no user, query or fragment");
        int port = url.getPort() >= 0 ? url.getPort() : standardPort(tls);
        refuse(port < 1 || port > MAX_PORT, "must have a port of 1 to " + MAX_PORT);
        return new BaseUrl(tls, url.getHost().toLowerCase(Locale.ROOT), port, path(url));
    }

    private static boolean isTls(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        refuse(!scheme.equals("https") && !scheme.equals("http"), "is neither http nor https");
        return scheme.equals("https");
    }

    private static String path(URI url) {
        String path = url.getRawPath();
        String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        // This runs before each request, and almost no base URL has a path.
        if (!plain.isEmpty()) {
            refuse(!PATH.matcher(plain).matches(), "must have a path of ASCII letters, digits, '-', '.', '_' and '~'");
            refuse(DOTS.matcher(plain).matches(), "must have no . or .. in its path");
        }
        return plain;
    }

    private static int standardPort(boolean tls) {
        return tls ? HTTPS_PORT : HTTP_PORT;
    }

    private static void refuse(boolean wrong, String why) {
        if (wrong) {
            throw new IllegalArgumentException(why);
        }
    }

    /** The same address in its canonical form: without the scheme's own port and without a trailing slash. */
    public URI toUri() {
        String shownPort = port == standardPort(tls) ? "" : ":" + port;
        return URI.create((tls ? "https://" : "http://") + host + shownPort + path);
    }
}
