/** The one clock. Everything that asks for the time takes a {@link java.time.InstantSource}; tests move it. */
@NullMarked
package io.estafet.clock;

import org.jspecify.annotations.NullMarked;
