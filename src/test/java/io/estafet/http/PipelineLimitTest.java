package io.estafet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Test;

class PipelineLimitTest {

    private final EmbeddedChannel connection = new EmbeddedChannel(new PipelineLimit());

    @Test
    void closesAConnectionThatAsksOnWithoutAnAnswer() {
        for (int i = 1; i < PipelineLimit.MOST; i++) {
            ask();
        }
        assertThat(connection.isOpen()).isTrue();
        ask();
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void anAnswerMakesRoomForARequest() {
        for (int i = 0; i < 3 * PipelineLimit.MOST; i++) {
            answer(HttpResponseStatus.OK);
            ask();
        }
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void theWordToSendABodyIsNoAnswer() {
        for (int i = 1; i < PipelineLimit.MOST; i++) {
            answer(HttpResponseStatus.CONTINUE);
            ask();
        }
        ask();
        assertThat(connection.isOpen()).isFalse();
    }

    private void ask() {
        connection.writeInbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
    }

    private void answer(HttpResponseStatus status) {
        connection.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status));
    }
}
