package io.estafet.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/** Makes one call over HTTP/1.1 by hand, as an attacker would, and tells how it ended. */
final class Http1Caller {

    private static final byte[] BLANK = blank();

    private final Vertx vertx;
    private final NetClient client;
    private final int port;

    Http1Caller(Vertx vertx, int port) {
        this.vertx = vertx;
        this.client = vertx.createNetClient();
        this.port = port;
    }

    /**
     * How a call ended.
     *
     * @param status of the answer; 0 when none came
     * @param cut true when the server closed the connection
     */
    record End(int status, boolean cut) {}

    /** The end of the call; it is the caller's to wait no longer than it likes. */
    CompletableFuture<End> call(Upload upload) {
        CompletableFuture<End> end = new CompletableFuture<>();
        client.connect(port, "127.0.0.1")
                .onSuccess(socket -> new Call(upload, socket, end).begin())
                .onFailure(end::completeExceptionally);
        return end;
    }

    private static byte[] blank() {
        byte[] line = new byte[16 << 10];
        Arrays.fill(line, (byte) ' ');
        line[line.length - 1] = '\n';
        return line;
    }

    private final class Call {

        private final Upload upload;
        private final NetSocket socket;
        private final CompletableFuture<End> end;
        private final Buffer answer = Buffer.buffer();
        private final byte[] body;
        private int sent;
        private boolean closed;

        Call(Upload upload, NetSocket socket, CompletableFuture<End> end) {
            this.upload = upload;
            this.socket = socket;
            this.end = end;
            this.body = upload.body() == Upload.Body.NONE
                    ? new byte[0]
                    : upload.route().body();
        }

        void begin() {
            socket.handler(this::answered);
            socket.exceptionHandler(reset -> {});
            socket.closeHandler(done -> {
                closed = true;
                end.complete(new End(status(), true));
            });
            socket.write(head());
            switch (upload.body()) {
                case NONE -> {}
                case SLOW -> vertx.setPeriodic(1_000, timer -> drip(timer));
                case HALF -> socket.write(Buffer.buffer(Arrays.copyOf(body, body.length / 2)));
                case HUGE -> flood(Upload.HUGE_BYTES, false);
                case ENDLESS -> flood(Integer.MAX_VALUE, true);
            }
        }

        private Buffer head() {
            StringBuilder head = new StringBuilder()
                    .append(upload.route().method())
                    .append(' ')
                    .append(upload.route().path())
                    .append(" HTTP/1.1\r\n")
                    .append("host: localhost\r\n")
                    .append("content-type: ")
                    .append(upload.route().contentType())
                    .append("\r\n");
            upload.route()
                    .credentials(upload.key(), body)
                    .forEach((name, value) ->
                            head.append(name).append(": ").append(value).append("\r\n"));
            switch (upload.body()) {
                case NONE -> {}
                case SLOW, HALF ->
                    head.append("content-length: ").append(body.length).append("\r\n");
                case HUGE ->
                    head.append("content-length: ").append(Upload.HUGE_BYTES).append("\r\n");
                case ENDLESS -> head.append("transfer-encoding: chunked\r\n");
            }
            return Buffer.buffer(head.append("\r\n").toString());
        }

        private void drip(long timer) {
            if (closed || sent == body.length) {
                vertx.cancelTimer(timer);
            } else {
                socket.write(Buffer.buffer(new byte[] {body[sent++]}));
            }
        }

        private void flood(int bytes, boolean chunked) {
            if (closed || sent >= bytes) {
                return;
            }
            if (upload.isEndedByCaller() && sent > Upload.HUGE_BYTES) {
                socket.close();
                return;
            }
            int size = Math.min(BLANK.length, bytes - sent);
            Buffer piece = Buffer.buffer(Arrays.copyOf(BLANK, size));
            sent += size;
            Buffer framed = chunked
                    ? Buffer.buffer(Integer.toHexString(size) + "\r\n")
                            .appendBuffer(piece)
                            .appendString("\r\n")
                    : piece;
            // As a task of its own: a loop would leave the answer unread, and the stack grows with each write.
            socket.write(framed).onSuccess(done -> vertx.runOnContext(next -> flood(bytes, chunked)));
        }

        private void answered(Buffer bytes) {
            answer.appendBuffer(bytes);
            if (!upload.isCut() && status() != 0) {
                end.complete(new End(status(), false));
            }
        }

        private int status() {
            String text = answer.toString(ISO_8859_1);
            return text.startsWith("HTTP/1.1 ") && text.length() > 12 ? Integer.parseInt(text.substring(9, 12)) : 0;
        }
    }
}
