/**
 * How bad input is answered: RFC 9457 problems with a stable code and, for bad fields, pointers to them. Shared by all
 * {@code *.rest} packages, so that each of them refuses in the same words; it knows none of them.
 */
@NullMarked
package io.estafet.problem;

import org.jspecify.annotations.NullMarked;
