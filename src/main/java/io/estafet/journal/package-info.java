/**
 * The journal: what became of each message, the committed right to send, and states that only move forward. PostgreSQL
 * is the truth. The ports here are implemented in {@code journal.postgres}.
 */
@NullMarked
package io.estafet.journal;

import org.jspecify.annotations.NullMarked;
