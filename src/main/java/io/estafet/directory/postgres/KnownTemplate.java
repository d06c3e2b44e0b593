package io.estafet.directory.postgres;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A template as stored, without its components.
 *
 * @param bytes the size of its components
 */
record KnownTemplate(
        String name,
        String language,
        String tenant,
        String status,
        @Nullable Instant pausedUntil,
        int pauses,
        boolean deleted,
        int bytes) {}
