package io.estafet.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class StreamFailuresTest {

    private final EmbeddedChannel connection = new EmbeddedChannel(StreamFailures.FILTER);

    @Test
    void dropsTheFailureOfAStream() {
        connection
                .pipeline()
                .fireExceptionCaught(Http2Exception.streamError(3, Http2Error.STREAM_CLOSED, "Stream closed"));

        assertThatCode(connection::checkException).doesNotThrowAnyException();
    }

    @Test
    void passesOnTheFailureOfTheConnection() {
        connection.pipeline().fireExceptionCaught(new IOException("of the connection"));

        assertThatThrownBy(connection::checkException).isInstanceOf(IOException.class);
    }

    @Test
    void passesOnWhatEndsAllStreams() {
        connection
                .pipeline()
                .fireExceptionCaught(Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "not HTTP/2"));

        assertThatThrownBy(connection::checkException).isInstanceOf(Http2Exception.class);
    }
}
