/**
 * API keys and the tenants that they stand for. This is a package of its own because every {@code *.rest} package uses
 * it and none owns it. It depends on none of them.
 */
@NullMarked
package io.estafet.access;

import org.jspecify.annotations.NullMarked;
