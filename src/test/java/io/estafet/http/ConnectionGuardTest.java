package io.estafet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConnectionGuardTest {

    private final ConnectionGuard guard = new ConnectionGuard(Duration.ofSeconds(10), Duration.ofSeconds(30));
    private final EmbeddedChannel connection = connection();

    private EmbeddedChannel connection() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline().addFirst(guard);
        return channel;
    }

    @Test
    void closesAConnectionWhoseFirstHeadNeverComes() {
        pass(9);
        receive();
        assertThat(connection.isOpen()).isTrue();
        pass(2);
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void closesAConnectionWhoseNextHeadComesByteByByte() {
        answerOne();
        receive();
        pass(5);
        receive();
        pass(6);
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void keepsAnIdleConnectionAndOneWithARequest() {
        answerOne();
        pass(100);
        assertThat(connection.isOpen()).isTrue();

        guard.requestBegan(false);
        receive();
        pass(100);
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void doesNotTakeFramesBetweenHttp2RequestsForHeads() {
        guard.requestBegan(true);
        guard.requestEnded();
        receive();
        pass(100);
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void closesAConnectionThatDoesNotTakeItsAnswers() {
        guard.requestBegan(false);
        fill();
        pass(29);
        assertThat(connection.isOpen()).isTrue();
        pass(2);
        assertThat(connection.isOpen()).isFalse();
    }

    /** Some answers are made below our routes, so that no request ever begins. */
    @Test
    void closesAConnectionThatAsksOnAndTakesNoAnswer() {
        receive();
        fill();
        receive();
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void keepsAConnectionThatTakesItsAnswersSlowly() {
        guard.requestBegan(false);
        for (int i = 0; i < 5; i++) {
            fill();
            pass(20);
            connection.flush();
            connection.runPendingTasks();
        }
        assertThat(connection.isOpen()).isTrue();
    }

    private void answerOne() {
        receive();
        guard.requestBegan(false);
        guard.requestEnded();
    }

    private void receive() {
        connection.writeInbound(Unpooled.wrappedBuffer(new byte[] {'G'}));
    }

    /** More than may wait to be written. */
    private void fill() {
        connection.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1, 2));
        connection.write(Unpooled.wrappedBuffer(new byte[1_000]));
        connection.runPendingTasks();
    }

    private void pass(int seconds) {
        connection.advanceTimeBy(seconds, TimeUnit.SECONDS);
        connection.runScheduledPendingTasks();
    }
}
