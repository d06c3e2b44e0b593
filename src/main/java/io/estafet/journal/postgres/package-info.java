/**
 * The journal in PostgreSQL. Each batch is one statement that is guarded by the state it expects, so that a repeat, a
 * late answer or another replica changes nothing that has moved on. Migrations and day partitions are here too.
 */
@NullMarked
package io.estafet.journal.postgres;

import org.jspecify.annotations.NullMarked;
