/**
 * Estafet: a dispatcher for WhatsApp Business messages. The packages follow the path of a message: intake, queue,
 * admission, delivery, consequence. {@code dispatch} drives the loop, {@code inbound} receives WhatsApp's webhooks, and
 * {@code directory} knows numbers, templates and people.
 */
@NullMarked
package io.estafet;

import org.jspecify.annotations.NullMarked;
