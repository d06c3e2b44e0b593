/**
 * The loop that moves every message: take, right to send, deliver, record, acknowledge. The only place that knows queue,
 * admission, delivery and outcome together; it also rebuilds Redis from the journal, sweeps up what Redis did not take,
 * starts and drains.
 *
 * <p>Each number has one {@link io.estafet.dispatch.SenderLoop} on one event-loop context; nothing of a loop is touched
 * from elsewhere.
 */
@NullMarked
package io.estafet.dispatch;

import org.jspecify.annotations.NullMarked;
