/**
 * Where messages wait: lanes per number and category, holds, leases, acknowledgement and recovery. Redis says when;
 * the journal says whether. The port is implemented in {@code queue.redis}; taking is {@code admission}'s.
 */
@NullMarked
package io.estafet.queue;

import org.jspecify.annotations.NullMarked;
