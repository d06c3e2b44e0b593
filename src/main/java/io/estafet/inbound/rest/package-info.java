/** Receives WhatsApp's webhooks: the handshake, the signature, the size; hands on raw bytes. */
@NullMarked
package io.estafet.inbound.rest;

import org.jspecify.annotations.NullMarked;
