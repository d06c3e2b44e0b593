package io.estafet;

import io.estafet.http.ConnectionGuards;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * The main class. Profile {@code embedded} is chosen at run time: its servers start before Quarkus reads their
 * addresses, and end after Quarkus has drained.
 */
@QuarkusMain
public final class Estafet {
    Estafet() {}

    public static void main(String... args) {
        ConnectionGuards.enable();
        if (isEmbedded()) {
            EmbeddedProgram.run(args);
        } else if (mayStart()) {
            Quarkus.run(args);
        } else {
            System.exit(1);
        }
    }

    /** Development mode and tests bring the settings that they need. */
    private static boolean mayStart() {
        if (LaunchMode.current() != LaunchMode.NORMAL) {
            return true;
        }
        SmallRyeConfig config = settings();
        Optional<String> refusal = RequiredSettings.refusal(config, config.getProfiles());
        refusal.ifPresent(Estafet::refuse);
        return refusal.isEmpty() && portsAreFree(config);
    }

    /** Whether all wanted ports are free; prints one line for each port that is taken. */
    static boolean portsAreFree(Config settings) {
        try {
            List<String> taken = WantedPorts.taken(settings);
            taken.forEach(System.err::println);
            return taken.isEmpty();
        } catch (IllegalArgumentException e) {
            refuse(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private static void refuse(String why) {
        System.err.println("Estafet cannot start: " + why);
    }

    /**
     * All settings from all sources as they are now, for checks before Quarkus starts. This is not Quarkus' own
     * configuration, which is made once, and must be made after the embedded servers' addresses are known.
     */
    static SmallRyeConfig settings() {
        return ConfigUtils.configBuilder()
                .forClassLoader(Thread.currentThread().getContextClassLoader())
                .build();
    }

    private static boolean isEmbedded() {
        String profiles = setting("quarkus.profile");
        return profiles != null && Arrays.asList(profiles.split(",", -1)).contains("embedded");
    }

    /** The setting's system property, else its environment variable. */
    static @Nullable String setting(String name) {
        String property = System.getProperty(name);
        return property != null ? property : System.getenv(variable(name));
    }

    /** The name of the setting's environment variable. */
    static String variable(String name) {
        return name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
