/** Recipients: their addresses and what they agreed to. Values only; depends on the JDK and {@code message}. */
@NullMarked
package io.estafet.recipient;

import org.jspecify.annotations.NullMarked;
