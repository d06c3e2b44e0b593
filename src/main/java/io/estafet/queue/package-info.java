/**
 * Where messages wait: lanes per number and category, holds, leases, acknowledgement and recovery. Redis decides when a
 * message goes; the journal decides whether it may. The port is implemented in {@code queue.redis}; taking belongs to
 * {@code admission}.
 */
@NullMarked
package io.estafet.queue;

import org.jspecify.annotations.NullMarked;
