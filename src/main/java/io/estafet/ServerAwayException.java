package io.estafet;

import java.time.Duration;

/**
 * A server that the program cannot do without was not usable in time. The message is for the person who starts the
 * program: it tells which server, where, how long and why, without a password.
 */
final class ServerAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ServerAwayException(String server, String address, Duration timeout, Throwable failure) {
        super(
                "%s at %s was not usable within %d s (estafet.startup.timeout): %s"
                        .formatted(server, withoutSecrets(address), timeout.toSeconds(), cause(failure)),
                failure);
    }

    /** The root cause of a failure, in one line. */
    static String cause(Throwable failure) {
        Throwable bottom = failure;
        while (bottom.getCause() != null) {
            bottom = bottom.getCause();
        }
        String name = bottom.getClass().getSimpleName();
        String message = bottom.getMessage();
        return message == null ? name : name + ": " + withoutUser(message).replaceAll("\\s+", " ");
    }

    /** One or several URLs without the user, the password, and the parameters, which may hold them too. */
    static String withoutSecrets(String urls) {
        return urls.isBlank() ? "(no address)" : withoutUser(urls).replaceAll("\\?[^,]*", "");
    }

    /** Removes all up to the last @ before the next URL: a password may hold a comma, a slash and another @. */
    private static String withoutUser(String text) {
        return text.replaceAll("://((?!://).)*@", "://");
    }
}
