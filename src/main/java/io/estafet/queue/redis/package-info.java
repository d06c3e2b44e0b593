/** The queue in Redis: one script for each change, so that each is one atomic step. */
@NullMarked
package io.estafet.queue.redis;

import org.jspecify.annotations.NullMarked;
