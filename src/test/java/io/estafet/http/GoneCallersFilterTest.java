package io.estafet.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.nio.channels.ClosedChannelException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoneCallersFilterTest {
    private final GoneCallersFilter filter = new GoneCallersFilter();

    static Throwable[] gone() {
        return new Throwable[] {
            new ClosedChannelException(),
            new HttpClosedException("Connection was closed"),
            new StreamResetException(8),
            Http2Exception.streamError(3, Http2Error.STREAM_CLOSED, "Stream closed before write could take place")
        };
    }

    @ParameterizedTest
    @MethodSource("gone")
    void dropsTheTraceOfACallerWhoHasGone(Throwable failure) {
        assertThat(filter.isLoggable(record(PublisherResponseHandler.class, failure)))
                .isFalse();
    }

    static Throwable[] faults() {
        return new Throwable[] {
            null,
            new IllegalStateException("fault"),
            new JsonGenerationException("an IOException", (JsonGenerator) null)
        };
    }

    @ParameterizedTest
    @MethodSource("faults")
    void keepsAFaultOfOurOwn(Throwable failure) {
        assertThat(filter.isLoggable(record(PublisherResponseHandler.class, failure)))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("gone")
    void keepsWhatOthersLog(Throwable failure) {
        assertThat(filter.isLoggable(record(LineStreams.class, failure))).isTrue();
    }

    private static LogRecord record(Class<?> logger, Throwable thrown) {
        LogRecord record = new LogRecord(Level.SEVERE, "failed");
        record.setLoggerName(logger.getName());
        record.setThrown(thrown);
        return record;
    }
}
