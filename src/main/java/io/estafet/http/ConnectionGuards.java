package io.estafet.http;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.smallrye.config.SmallRyeConfig;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Puts a {@link ConnectionGuard} on each connection that any server of this program accepts. Netty finds this class as
 * a service when the system property {@code io.netty.bootstrap.extensions} is {@code serviceload}; Quarkus and Vert.x
 * have no place for it.
 */
public final class ConnectionGuards extends ChannelInitializerExtension {

    private final HttpConfig config =
            ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getConfigMapping(HttpConfig.class);

    /** Makes Netty look for extensions; to be called before the first server starts. */
    public static void enable() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        channel.pipeline().addFirst(new ConnectionGuard(config.headDeadline(), config.writeDeadline()));
    }
}
