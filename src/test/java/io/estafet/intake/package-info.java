/** Tests of the way in. */
@NullMarked
package io.estafet.intake;

import org.jspecify.annotations.NullMarked;
