package io.estafet.inbound.cloudapi;

/** An item that cannot be read. Without a stack trace: a payload of some megabytes may hold many such items. */
final class UnreadableException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
        super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
