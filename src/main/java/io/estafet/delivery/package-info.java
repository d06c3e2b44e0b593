/**
 * One attempt: the request, how far it got, what the answer means, when to try again, and how many requests may be
 * under way. The port is implemented over HTTP in {@code delivery.cloudapi}.
 *
 * <p>The steps of an attempt: {@code InflightLimit} grants a slot, {@code Delivery} makes the request and reports how
 * far it got, {@code Verdicts} says what that means, by the rows of {@code whatsapp-errors.csv}. Guarantees: one
 * subscription is at most one request; what may have been accepted is never called refused or not sent; throttling and
 * pauses never cost a try.
 */
@NullMarked
package io.estafet.delivery;

import org.jspecify.annotations.NullMarked;
