/**
 * The loop that moves every message: take, right to send, deliver, record, acknowledge. Only this package and its
 * subpackages know queue, admission, delivery and journal together.
 *
 * <p>Each number has one {@link io.estafet.dispatch.SenderLoop} on one event-loop context; a loop's state changes on
 * that context only.
 */
@NullMarked
package io.estafet.dispatch;

import org.jspecify.annotations.NullMarked;
