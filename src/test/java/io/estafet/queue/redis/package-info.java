/** Tests of the queue in Redis, on a real Redis. */
@NullMarked
package io.estafet.queue.redis;

import org.jspecify.annotations.NullMarked;
