/**
 * Estafet: a dispatcher for WhatsApp Business messages. The packages are the stations of a message, in this order:
 * intake, queue, admission, delivery, outcome; {@code dispatch} drives the loop, {@code inbound} hears what WhatsApp
 * says, {@code directory} knows numbers, templates and people.
 */
@NullMarked
package io.estafet;

import org.jspecify.annotations.NullMarked;
