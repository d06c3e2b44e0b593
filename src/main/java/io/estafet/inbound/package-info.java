/**
 * What WhatsApp tells by webhook: statuses of messages, messages of people, preferences, states of templates and limits.
 * A payload is stored before it is answered and worked on afterwards, by any replica, until it is done or put aside;
 * whatever is done can be done again, because payloads come twice, late and out of order. {@code inbound.rest} receives,
 * {@code inbound.cloudapi} reads, {@code inbound.postgres} stores. Beyond the packages after it in the flow it knows
 * {@code delivery}'s verdicts and {@code consequence}, which judge failed statuses as they judge answers.
 */
@NullMarked
package io.estafet.inbound;

import org.jspecify.annotations.NullMarked;
