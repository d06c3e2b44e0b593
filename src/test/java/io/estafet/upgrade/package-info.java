/**
 * What the version before left in Redis and PostgreSQL, and that this version goes on with it. The fixtures are in
 * {@code src/test/resources/upgrade}.
 */
@NullMarked
package io.estafet.upgrade;

import org.jspecify.annotations.NullMarked;
