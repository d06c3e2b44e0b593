/** Admission in Redis: one script takes a batch under every gate; small ones change charges, windows and pauses. */
@NullMarked
package io.estafet.admission.redis;

import org.jspecify.annotations.NullMarked;
