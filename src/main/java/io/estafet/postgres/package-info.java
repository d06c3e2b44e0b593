/** What all PostgreSQL adapters share: the door with its deadlines, group commits, and columns of many rows. */
@NullMarked
package io.estafet.postgres;

import org.jspecify.annotations.NullMarked;
