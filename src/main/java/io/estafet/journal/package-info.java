/**
 * What became of each message: the journal, the committed right to send, states that only move forward. PostgreSQL is
 * the truth; the ports here are implemented in {@code journal.postgres}.
 */
@NullMarked
package io.estafet.journal;

import org.jspecify.annotations.NullMarked;
