/** Payloads by fixture: one file a case under {@code src/test/resources/inbound}. */
@NullMarked
package io.estafet.inbound.cloudapi;

import org.jspecify.annotations.NullMarked;
