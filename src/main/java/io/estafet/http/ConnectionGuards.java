package io.estafet.http;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.smallrye.config.SmallRyeConfig;
import java.net.InetSocketAddress;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Puts a {@link ConnectionGuard} on each connection to the API. Netty finds this class as a service when the system
 * property {@code io.netty.bootstrap.extensions} is {@code serviceload}; Quarkus and Vert.x have no place for it. Other
 * servers of this program (management, the simulator) tell no guard of their requests, and have none.
 */
public final class ConnectionGuards extends ChannelInitializerExtension {

    /** Quarkus writes the real port here when it was told to take any. */
    private static final Set<String> PORTS = Set.of("quarkus.http.port", "quarkus.http.ssl-port");

    private final SmallRyeConfig settings = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class);
    private final HttpConfig config = settings.getConfigMapping(HttpConfig.class);

    /** Makes Netty look for extensions; to be called before the first server starts. */
    public static void enable() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        if (channel.localAddress() instanceof InetSocketAddress local
                && PORTS.stream().anyMatch(name -> port(name) == local.getPort())) {
            channel.pipeline().addFirst(new ConnectionGuard(config.headDeadline(), config.writeDeadline()));
        }
    }

    private int port(String name) {
        Integer taken = Integer.getInteger(name);
        return taken != null
                ? taken
                : settings.getOptionalValue(name, Integer.class).orElse(0);
    }
}
