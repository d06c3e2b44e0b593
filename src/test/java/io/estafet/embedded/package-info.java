/** Tests of the embedded servers, on the real ones. */
@NullMarked
package io.estafet.embedded;

import org.jspecify.annotations.NullMarked;
