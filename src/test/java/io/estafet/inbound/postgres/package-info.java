/** Tests of what is stored of webhooks. */
@NullMarked
package io.estafet.inbound.postgres;

import org.jspecify.annotations.NullMarked;
