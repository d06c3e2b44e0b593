/** Names of meters and labels, and the choice of the label of a number, which all packages share. */
@NullMarked
package io.estafet.metrics;

import org.jspecify.annotations.NullMarked;
