/**
 * What a message is: its ids, category, states, legal transitions and reasons. Values only; depends on nothing but the
 * JDK. The words and the table are those of the public contract, sections 4 and 5.
 */
@NullMarked
package io.estafet.message;

import org.jspecify.annotations.NullMarked;
