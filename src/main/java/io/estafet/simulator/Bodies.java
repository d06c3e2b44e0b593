package io.estafet.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/**
 * Reads bodies on the event loop, of a bounded size and within a deadline. A request that exceeds a bound is refused
 * and its connection closed.
 */
final class Bodies {
    static final long DEADLINE_MILLIS = 10_000;
    /** How long a refused client that still sends has to read the reason, before its connection is closed. */
    private static final long FAREWELL_MILLIS = 1_000;

    private final Vertx vertx;

    Bodies(Vertx vertx) {
        this.vertx = vertx;
    }

    void read(HttpServerRequest http, int most, Consumer<byte[]> use) {
        new Reading(http, most, use).begin();
    }

    private final class Reading {
        private final HttpServerRequest http;
        private final int most;
        private final Consumer<byte[]> use;
        private final Buffer body = Buffer.buffer();
        private final long deadline;

        Reading(HttpServerRequest http, int most, Consumer<byte[]> use) {
            this.http = http;
            this.most = most;
            this.use = use;
            this.deadline = vertx.setTimer(DEADLINE_MILLIS, timer -> refuse(408, "the body did not come in 10 s"));
        }

        void begin() {
            if (announced() > most) {
                refuse(413, tooLarge());
                return;
            }
            http.exceptionHandler(broken -> vertx.cancelTimer(deadline));
            http.handler(this::add);
            http.endHandler(end -> {
                vertx.cancelTimer(deadline);
                use.accept(body.getBytes());
            });
        }

        /**
         * The announced length; 0 when there is none. It is also 0 for one that is no number: HTTP has refused such a
         * request by then.
         */
        private long announced() {
            String length = http.getHeader("content-length");
            return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
        }

        private void add(Buffer chunk) {
            if (body.length() + chunk.length() > most) {
                refuse(413, tooLarge());
            } else {
                body.appendBuffer(chunk);
            }
        }

        private String tooLarge() {
            return "the body is larger than " + most + " bytes";
        }

        private void refuse(int status, String why) {
            vertx.cancelTimer(deadline);
            http.handler(chunk -> {}).endHandler(end -> {}).exceptionHandler(broken -> {});
            http.response().putHeader("connection", "close");
            ControlResponses.answer(http, status, why, "");
            vertx.setTimer(FAREWELL_MILLIS, timer -> http.connection().close());
        }
    }
}
