/** The rules of what an answer means for others. */
@NullMarked
package io.estafet.consequence;

import org.jspecify.annotations.NullMarked;
