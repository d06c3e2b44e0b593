/** Message templates and their states. Values only; depends on the JDK and {@code message}. */
@NullMarked
package io.estafet.template;

import org.jspecify.annotations.NullMarked;
