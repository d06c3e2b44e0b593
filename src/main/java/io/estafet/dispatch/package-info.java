/**
 * The loop that moves every message: take, right to send, deliver, record, acknowledge. Only this package knows queue,
 * admission, delivery and outcome together. It also rebuilds Redis from the journal, enqueues the messages that did not
 * reach Redis, starts and drains.
 *
 * <p>Each number has one {@link io.estafet.dispatch.SenderLoop} on one event-loop context; a loop's state changes on
 * that context only.
 */
@NullMarked
package io.estafet.dispatch;

import org.jspecify.annotations.NullMarked;
