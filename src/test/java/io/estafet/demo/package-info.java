/** The demonstration's promises. */
@NullMarked
package io.estafet.demo;

import org.jspecify.annotations.NullMarked;
