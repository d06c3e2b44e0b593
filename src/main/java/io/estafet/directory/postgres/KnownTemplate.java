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
        int bytes) {

    /** @param columns in the order of this record's components */
    static KnownTemplate of(Object[] columns) {
        return new KnownTemplate(
                (String) columns[0],
                (String) columns[1],
                (String) columns[2],
                (String) columns[3],
                (Instant) columns[4],
                (Integer) columns[5],
                (Boolean) columns[6],
                (Integer) columns[7]);
    }

    /** Identifies the template within its account. */
    String place() {
        return place(name, language);
    }

    static String place(String name, String language) {
        return name + "/" + language;
    }
}
