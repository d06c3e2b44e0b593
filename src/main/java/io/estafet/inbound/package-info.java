/**
 * What WhatsApp tells by webhook: statuses of messages, messages of people, preferences, states of templates and
 * limits. A payload is stored before it is answered. Afterwards any replica works on it, until it is done or put aside.
 * All work can be repeated, because payloads come twice, late and out of order. {@code inbound.rest} receives,
 * {@code inbound.cloudapi} reads, {@code inbound.postgres} stores. Besides the packages that follow it in the flow,
 * this package uses {@code delivery}'s verdicts and {@code consequence}, which judge failed statuses as they judge
 * answers.
 */
@NullMarked
package io.estafet.inbound;

import org.jspecify.annotations.NullMarked;
