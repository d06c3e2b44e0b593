/**
 * The journal in PostgreSQL: one statement per batch, guarded by the state it expects, so that a repeat, a late answer
 * or another replica changes nothing that has moved on. Migrations and day partitions live here too.
 */
@NullMarked
package io.estafet.journal.postgres;

import org.jspecify.annotations.NullMarked;
