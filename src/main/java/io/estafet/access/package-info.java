/**
 * Who calls: API keys and the tenant they stand for. Its own package because every {@code *.rest} package asks it and
 * none owns it; it knows none of them.
 */
@NullMarked
package io.estafet.access;

import org.jspecify.annotations.NullMarked;
