/** Business phone numbers, their portfolios and their limits. Values only; depends on the JDK and {@code message}. */
@NullMarked
package io.estafet.sender;

import org.jspecify.annotations.NullMarked;
