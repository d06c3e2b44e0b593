/**
 * Admission in Redis: one script takes a batch after checking every gate; small scripts change charges, windows and
 * pauses.
 */
@NullMarked
package io.estafet.admission.redis;

import org.jspecify.annotations.NullMarked;
