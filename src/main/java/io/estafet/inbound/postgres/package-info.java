/** Stores payloads until they are worked on, and what is newest of facts that WhatsApp tells. */
@NullMarked
package io.estafet.inbound.postgres;

import org.jspecify.annotations.NullMarked;
