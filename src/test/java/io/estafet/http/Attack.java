package io.estafet.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many connections that each begin a request and hold it. One that the server closes is opened again, until the attack
 * is stopped; after that nothing more is sent and the connections are the server's to close.
 */
final class Attack implements AutoCloseable {

    /** Bodies that are sent as fast as the server takes them are sent in pieces of this size. */
    private static final Buffer PIECE = piece();

    /**
     * Bytes that wait on the attacker's side. Left alone the kernel keeps megabytes for each connection, and copying
     * them takes processor time that a distant attacker would not take from the server.
     */
    private static final int SEND_BUFFER = 64 << 10;

    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient(
            new NetClientOptions().setConnectTimeout(5_000).setSendBufferSize(SEND_BUFFER));
    private final int port;
    private final Kind kind;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private volatile boolean stopped;

    /** What each connection does. */
    enum Kind {
        /** A large webhook without a signature: nearly all of it is sent, the rest is held back. */
        UNSIGNED_WEBHOOKS("POST /webhooks/whatsapp", "content-length: 3450000", 3_400_000, false),
        /** The same with a signature header of the right form: only the whole body could show that it is wrong. */
        FORGED_WEBHOOKS(
                "POST /webhooks/whatsapp",
                "content-length: 3450000\r\nx-hub-signature-256: sha256=" + "0".repeat(64),
                3_400_000,
                false),
        /** A webhook of 100 kB, a byte each 10 s. */
        SLOW_WEBHOOKS(
                "POST /webhooks/whatsapp",
                "content-length: 100000\r\nx-hub-signature-256: sha256=" + "0".repeat(64),
                1,
                true),
        /** A message of a tenant, a byte each 10 s. */
        SLOW_MESSAGES(
                "POST /v1/messages",
                "content-length: 60000\r\ncontent-type: application/json\r\nauthorization: Bearer demo2",
                1,
                true),
        /** A batch without a key and without an end. */
        ENDLESS_BATCH(
                "POST /v1/messages/batch",
                "content-length: 100000000000\r\ncontent-type: application/x-ndjson",
                Long.MAX_VALUE,
                false),
        /** A request head that never ends, a byte each 10 s. */
        SLOW_HEADS("GET /v1/messages", "x-slow: ", 1, true);

        private final String line;
        private final String headers;
        private final long bytes;
        private final boolean drips;

        Kind(String line, String headers, long bytes, boolean drips) {
            this.line = line;
            this.headers = headers;
            this.bytes = bytes;
            this.drips = drips;
        }

        private Buffer head() {
            String end = this == SLOW_HEADS ? "" : "\r\n\r\n";
            return Buffer.buffer(line + " HTTP/1.1\r\nhost: localhost\r\n" + headers + end);
        }
    }

    private Attack(int port, Kind kind) {
        this.port = port;
        this.kind = kind;
    }

    static Attack start(int port, Kind kind, int connections) {
        Attack attack = new Attack(port, kind);
        for (int i = 0; i < connections; i++) {
            attack.connect();
        }
        return attack;
    }

    /** The most connections that were open at once. */
    int most() {
        return most.get();
    }

    /** Connections that the server has not closed. */
    int open() {
        return open.get();
    }

    /** Sends nothing more and opens no more connections; those that are open stay so. */
    void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void connect() {
        client.connect(port, "127.0.0.1").onSuccess(this::hold).onFailure(refused -> again());
    }

    private void hold(NetSocket socket) {
        most.accumulateAndGet(open.incrementAndGet(), Math::max);
        socket.handler(answer -> {});
        socket.exceptionHandler(reset -> {});
        socket.closeHandler(closed -> {
            open.decrementAndGet();
            again();
        });
        socket.write(kind.head());
        if (kind.drips) {
            vertx.setPeriodic(10_000, timer -> drip(socket, timer));
        }
        send(socket, 0);
    }

    private void again() {
        if (!stopped) {
            vertx.setTimer(100, later -> {
                if (!stopped) {
                    connect();
                }
            });
        }
    }

    private void drip(NetSocket socket, long timer) {
        if (stopped) {
            vertx.cancelTimer(timer);
        } else {
            socket.write("x").onFailure(closed -> vertx.cancelTimer(timer));
        }
    }

    private void send(NetSocket socket, long sent) {
        long size = Math.min(PIECE.length(), kind.bytes - sent);
        if (size > 0 && !stopped) {
            socket.write(PIECE.slice(0, (int) size))
                    .onSuccess(done -> vertx.runOnContext(next -> send(socket, sent + size)));
        }
    }

    private static Buffer piece() {
        byte[] blank = new byte[64 << 10];
        Arrays.fill(blank, " ".getBytes(US_ASCII)[0]);
        return Buffer.buffer(blank);
    }
}
