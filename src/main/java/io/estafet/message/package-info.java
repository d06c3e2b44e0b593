/**
 * A message's ids, category, states, legal transitions and reasons. Values only; depends on nothing but the JDK. The
 * words and the transitions are those of the public API.
 */
@NullMarked
package io.estafet.message;

import org.jspecify.annotations.NullMarked;
