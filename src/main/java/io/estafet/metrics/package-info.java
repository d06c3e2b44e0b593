/** Names of meters and labels, and the few things that all packages count the same way. */
@NullMarked
package io.estafet.metrics;

import org.jspecify.annotations.NullMarked;
