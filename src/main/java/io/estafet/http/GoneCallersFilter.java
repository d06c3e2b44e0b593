package io.estafet.http;

import com.fasterxml.jackson.core.JacksonException;
import io.netty.handler.codec.http2.Http2Exception;
import io.quarkus.logging.LoggingFilter;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Drops the log entries, with stack traces, that the framework writes when a caller disconnects before the streamed
 * answer has ended. Any caller can do that as often as it likes; for a stream of lines,
 * {@code estafet_http_refused_total} counts it.
 */
@LoggingFilter(name = "gone-callers")
public final class GoneCallersFilter implements Filter {
    private static final String STREAMED_ANSWERS =
            "org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler";

    @Override
    public boolean isLoggable(LogRecord record) {
        return !(STREAMED_ANSWERS.equals(record.getLoggerName()) && isGone(record.getThrown()));
    }

    private static boolean isGone(Throwable failure) {
        boolean io = failure instanceof IOException && !(failure instanceof JacksonException);
        return io
                || failure instanceof HttpClosedException
                || failure instanceof StreamResetException
                || failure instanceof Http2Exception;
    }
}
