package io.estafet.clock;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** How tests move the clock of a running program. Refused in profile prod. */
@ConfigMapping(prefix = "estafet.clock")
public interface ClockConfig {

    /** A file that holds the offset in milliseconds. It is read ten times a second. */
    Optional<String> offsetFile();
}
