import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;

/**
 * A sink for the drain benchmark: answers every POST at once with WhatsApp's success body and a wamid of its own, on
 * one thread, without looking at what was sent. It does nothing else, so that it is not what is measured.
 *
 * <p>{@code GET /reset} forgets what has arrived; {@code GET /figure} answers {@code arrived seconds perSecond}, the
 * time and the rate from the 5th to the 95th percentile of the arrivals: ramp and tail are no steady state.
 *
 * <p>{@code java loadtest/Sink.java PORT}; port 0 is any free one, printed as the only line.
 */
public final class Sink {

    private static final int MOST = 5_000_000;
    private static final int BUFFER_BYTES = 128 * 1024;
    private static final String LENGTH = "content-length:";

    private final long[] arrivals = new long[MOST];
    private int arrived;

    public static void main(String... args) throws IOException {
        new Sink().serve(Integer.parseInt(args[0]));
    }

    private void serve(int port) throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        System.out.println(server.socket().getLocalPort());
        while (true) {
            selector.select();
            for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
                SelectionKey key = keys.next();
                keys.remove();
                if (key.isAcceptable()) {
                    accept(selector, server);
                } else {
                    read(key);
                }
            }
        }
    }

    private static void accept(Selector selector, ServerSocketChannel server) throws IOException {
        SocketChannel channel = server.accept();
        channel.configureBlocking(false);
        channel.socket().setTcpNoDelay(true);
        channel.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(BUFFER_BYTES));
    }

    private void read(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        ByteBuffer in = (ByteBuffer) key.attachment();
        try {
            if (channel.read(in) < 0) {
                channel.close();
                return;
            }
            for (int end = endOfRequest(in); end > 0; end = endOfRequest(in)) {
                write(channel, answer(in));
                in.flip().position(end);
                in.compact();
            }
        } catch (IOException gone) {
            channel.close();
        }
    }

    /** Where the first whole request in the buffer ends; 0 when there is none. */
    private static int endOfRequest(ByteBuffer in) {
        byte[] bytes = in.array();
        for (int i = 3; i < in.position(); i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                int end = i + 1 + bodyLength(new String(bytes, 0, i, StandardCharsets.US_ASCII));
                return end <= in.position() ? end : 0;
            }
        }
        return 0;
    }

    private static int bodyLength(String head) {
        int at = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
        if (at < 0) {
            return 0;
        }
        int from = at + LENGTH.length();
        int to = head.indexOf('\r', from);
        return Integer.parseInt(head.substring(from, to < 0 ? head.length() : to).strip());
    }

    private String answer(ByteBuffer in) {
        if (in.get(0) == 'P') {
            arrivals[arrived++] = System.nanoTime();
            return "{\"messaging_product\":\"whatsapp\",\"contacts\":[{\"input\":\"0\",\"wa_id\":\"0\"}],"
                    + "\"messages\":[{\"id\":\"wamid.SINK" + arrived + "\",\"message_status\":\"accepted\"}]}";
        }
        // GET /figure or GET /reset
        if (in.get(5) == 'r') {
            arrived = 0;
        }
        return figure();
    }

    private String figure() {
        int from = arrived / 20;
        int to = arrived - 1 - from;
        double seconds = to <= from ? 0 : (arrivals[to] - arrivals[from]) / 1e9;
        double rate = seconds == 0 ? 0 : (to - from) / seconds;
        return String.format(Locale.ROOT, "%d %.2f %.0f%n", arrived, seconds, rate);
    }

    /** An answer is far smaller than a socket's buffer; a client that does not read for so long is not ours. */
    private static void write(SocketChannel channel, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out = ByteBuffer.allocate(bytes.length + 128);
        out.put(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.put(bytes).flip();
        channel.write(out);
        if (out.hasRemaining()) {
            throw new IOException("the client does not read its answers");
        }
    }
}
