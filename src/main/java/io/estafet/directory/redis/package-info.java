/**
 * The directory's projection into Redis, as admission reads it; the keys are described in {@code redis.Keys}. Writers
 * read PostgreSQL after their change is committed and write under a revision that changes with each write. Of two
 * writers, the one that read before the other wrote starts again, so Redis never ends up older than PostgreSQL.
 */
@NullMarked
package io.estafet.directory.redis;

import org.jspecify.annotations.NullMarked;
