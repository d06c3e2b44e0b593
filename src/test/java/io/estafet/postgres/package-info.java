/** Tests of what all PostgreSQL adapters share. */
@NullMarked
package io.estafet.postgres;

import org.jspecify.annotations.NullMarked;
