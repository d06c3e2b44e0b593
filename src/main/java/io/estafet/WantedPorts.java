package io.estafet;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/**
 * The ports on which the program will listen. They are tried before anything is started: a later error would not name
 * the port, and the servers would be running already.
 */
final class WantedPorts {

    private static final String EVERYWHERE = "0.0.0.0";
    private static final String LOOPBACK = "127.0.0.1";

    private WantedPorts() {}

    /**
     * One line for each port that another program uses, empty when all are free.
     *
     * @throws IllegalArgumentException when a setting is no port
     */
    static List<String> taken(Config config) {
        return wanted(config).stream()
                .filter(WantedPorts::isTaken)
                .map(WantedPorts::words)
                .toList();
    }

    private static List<Wanted> wanted(Config config) {
        List<Wanted> wanted = new ArrayList<>();
        wanted.add(wanted(config, "quarkus.http.port", "8080", host(config, "quarkus.http.host")));
        wanted.add(wanted(config, "quarkus.management.port", "9000", host(config, "quarkus.management.host")));
        if (config.getOptionalValue("estafet.simulator.enabled", Boolean.class).orElse(false)) {
            wanted.add(wanted(config, "estafet.simulator.port", SimulatorConfig.PORT, LOOPBACK));
        }
        return wanted;
    }

    private static String host(Config config, String name) {
        return config.getOptionalValue(name, String.class).orElse(EVERYWHERE);
    }

    private static Wanted wanted(Config config, String name, String otherwise, String host) {
        String port = config.getOptionalValue(name, String.class).orElse(otherwise);
        try {
            return new Wanted(name, new InetSocketAddress(host, Integer.parseInt(port)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " is not a port: " + port, e);
        }
    }

    /**
     * True only for a port that somebody has bound. A host that is not this machine's is reported better by the server
     * that binds it later.
     */
    private static boolean isTaken(Wanted wanted) {
        try (ServerSocket socket = new ServerSocket()) {
            // As Vert.x does: connections that an earlier program left behind for a minute are not a listener.
            socket.setReuseAddress(true);
            socket.bind(wanted.place());
            return false;
        } catch (BindException e) {
            return String.valueOf(e.getMessage()).contains("in use");
        } catch (IOException e) {
            return false;
        }
    }

    private static String words(Wanted taken) {
        return "Port %d (%s) is in use by another program. End it, or choose another with -D%s=... (mvn -Pdemo: %s=...)"
                .formatted(
                        taken.place().getPort(), taken.setting(), taken.setting(), Estafet.variable(taken.setting()));
    }

    private record Wanted(String setting, InetSocketAddress place) {}
}
