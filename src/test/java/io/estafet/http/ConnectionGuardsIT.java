package io.estafet.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.testing.Replica;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whose connections the packaged program closes when nobody asks on them. */
@Timeout(120)
class ConnectionGuardsIT {

    private static final int SOCKET_MILLIS = 20_000;

    @Test
    void onlyTheApiClosesAConnectionOnWhichNobodyAsks() throws IOException {
        Map<String, String> settings =
                Map.of("estafet.dispatch.enabled", "false", "estafet.http.head-deadline", "PT1S");
        try (Replica replica = Replica.start("guarded", settings).awaitReady();
                Socket observer = connect(replica.managementPort())) {
            assertThat(ask(observer)).isEqualTo(200);
            try (Socket silent = connect(replica.port())) {
                assertThat(silent.getInputStream().read()).as("the API's end").isEqualTo(-1);
            }
            assertThat(ask(observer)).isEqualTo(200);
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(SOCKET_MILLIS);
        return socket;
    }

    /** Whether the program lives; the connection stays. */
    private static int ask(Socket socket) throws IOException {
        socket.getOutputStream().write("GET /q/health/live HTTP/1.1\r\nhost: t\r\n\r\n".getBytes(US_ASCII));
        String status = line(socket);
        int length = 0;
        for (String header = line(socket); !header.isEmpty(); header = line(socket)) {
            if (header.startsWith("content-length: ")) {
                length = Integer.parseInt(header.substring("content-length: ".length()));
            }
        }
        assertThat(socket.getInputStream().readNBytes(length)).hasSize(length);
        return Integer.parseInt(status.split(" ")[1]);
    }

    private static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.indexOf("\r\n") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as(line.toString()).isNotNegative();
            line.append((char) next);
        }
        return line.substring(0, line.length() - 2);
    }
}
