/** Tests of admission in Redis, on a real Redis. */
@NullMarked
package io.estafet.admission.redis;

import org.jspecify.annotations.NullMarked;
