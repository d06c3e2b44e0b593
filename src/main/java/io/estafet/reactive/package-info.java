/**
 * Helpers for asynchronous work: one item after another, several at once, group commits, and how timeouts and overload
 * are reported.
 */
@NullMarked
package io.estafet.reactive;

import org.jspecify.annotations.NullMarked;
