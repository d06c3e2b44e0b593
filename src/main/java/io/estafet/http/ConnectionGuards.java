package io.estafet.http;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.quarkus.vertx.http.HttpServer;
import io.smallrye.config.SmallRyeConfig;
import jakarta.enterprise.inject.spi.CDI;
import java.net.InetSocketAddress;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Puts a {@link ConnectionGuard} on each connection to the API. Netty finds this class as a service when the system
 * property {@code io.netty.bootstrap.extensions} is {@code serviceload}; Quarkus and Vert.x offer no hook for it. The
 * other servers of this program (management, the simulator) do not report their requests to a guard, so that they have
 * none.
 */
public final class ConnectionGuards extends ChannelInitializerExtension {

    private static final int DEFAULT_PORT = 8080;

    private final SmallRyeConfig settings = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class);
    private final HttpConfig config = settings.getConfigMapping(HttpConfig.class);
    /** The configured port; 0 for any port. */
    private final int wanted =
            settings.getOptionalValue("quarkus.http.port", Integer.class).orElse(DEFAULT_PORT);

    /** Makes Netty look for extensions; to be called before the first server starts. */
    public static void enable() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        if (channel.localAddress() instanceof InetSocketAddress local && isApi(local.getPort())) {
            channel.pipeline().addFirst(new ConnectionGuard(config.headDeadline(), config.writeDeadline()));
        }
    }

    /**
     * Whether this is a port of the API. Connections may come a moment before Quarkus says on which port it listens.
     */
    private boolean isApi(int port) {
        HttpServer api = CDI.current().select(HttpServer.class).get();
        boolean known = api.getPort() > 0;
        return port == api.getSecurePort() || (known ? port == api.getPort() : wanted == 0 || port == wanted);
    }
}
