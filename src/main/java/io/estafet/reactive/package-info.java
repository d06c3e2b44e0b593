/**
 * Names for the recurring shapes of asynchronous work: in turn, several at once, page by page, in groups, and sparing
 * others.
 */
@NullMarked
package io.estafet.reactive;

import org.jspecify.annotations.NullMarked;
