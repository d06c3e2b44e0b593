/** Stores payloads until they are worked on, and the newest facts that WhatsApp has told. */
@NullMarked
package io.estafet.inbound.postgres;

import org.jspecify.annotations.NullMarked;
