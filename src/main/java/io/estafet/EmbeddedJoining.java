package io.estafet;

import io.estafet.embedded.EmbeddedServers;
import java.nio.file.Path;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;

/** The shell commands with which another replica joins the one that has the servers, ready to paste. */
final class EmbeddedJoining {

    private static final String JAR = "quarkus-run.jar";

    private EmbeddedJoining() {}

    /** The commands read the database's password from its file, so that it is not printed. */
    static String words(EmbeddedServers servers, Config settings) {
        return """
                Redis and PostgreSQL run as children of this program. Another replica (profile prod) joins with:
                  export QUARKUS_REDIS_HOSTS=%s
                  export QUARKUS_DATASOURCE_REACTIVE_URL=%s
                  export QUARKUS_DATASOURCE_USERNAME=%s
                  export QUARKUS_DATASOURCE_PASSWORD="$(cat '%s')"
                  export ESTAFET_SECRETS_KEY=%s
                  export ESTAFET_API_KEYS_DEMO=%s
                  export ESTAFET_API_KEYS_DEMO2=%s
                  export ESTAFET_CLOUD_API_ALLOWED_HOSTS='%s' ESTAFET_DIRECTORY_VERIFY=%s
                  export QUARKUS_HTTP_PORT=%d QUARKUS_MANAGEMENT_PORT=%d
                  java -jar %s
                """.formatted(
                        servers.redis().url(),
                        servers.postgres().reactiveUrl(),
                        servers.postgres().username(),
                        servers.postgres().passwordFile(),
                        demo(settings, "estafet.secrets.key"),
                        demo(settings, "estafet.api.keys.demo"),
                        demo(settings, "estafet.api.keys.demo2"),
                        settings.getValue("estafet.cloud-api.allowed-hosts", String.class),
                        settings.getValue("estafet.directory.verify", String.class),
                        beside(settings, "quarkus.http.port"),
                        beside(settings, "quarkus.management.port"),
                        jar());
    }

    /** A value of the demonstration is no secret and is printed. A value that the caller set may be one, and is not. */
    private static String demo(Config settings, String name) {
        ConfigValue value = settings.getConfigValue(name);
        return String.valueOf(value.getSourceName()).contains("application.properties")
                ? value.getValue()
                : "'(" + name + " as this program was given it)'";
    }

    private static int beside(Config settings, String name) {
        int port = settings.getValue(name, Integer.class);
        return port == 0 ? 0 : port + 1;
    }

    /** The jar from which this program was started, else the jar's usual place. */
    private static String jar() {
        Path started = Path.of(System.getProperty("java.class.path", "")).toAbsolutePath();
        return started.endsWith(JAR) ? "'" + started + "'" : "target/quarkus-app/" + JAR;
    }
}
