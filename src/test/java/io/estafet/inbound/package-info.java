/** Webhooks against real servers. */
@NullMarked
package io.estafet.inbound;

import org.jspecify.annotations.NullMarked;
