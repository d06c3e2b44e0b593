package io.estafet;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Locale;

/**
 * The program. Profile {@code embedded} is a switch at run time: its servers start before Quarkus reads where they are,
 * and end after it has drained.
 */
@QuarkusMain
public final class Estafet {
    private Estafet() {}

    public static void main(String... args) {
        if (isEmbedded()) {
            EmbeddedProgram.run(args);
        } else {
            Quarkus.run(args);
        }
    }

    private static boolean isEmbedded() {
        String profiles = setting("quarkus.profile");
        return profiles != null && Arrays.asList(profiles.split(",", -1)).contains("embedded");
    }

    /**
     * A setting by system property, else by environment. Quarkus' own configuration is not asked: it is made once, and
     * must be made after the servers' addresses are known.
     */
    static @Nullable String setting(String name) {
        String property = System.getProperty(name);
        return property != null
                ? property
                : System.getenv(name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT));
    }
}
