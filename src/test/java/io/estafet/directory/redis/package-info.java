/** Tests of the projection's scripts, on a real Redis. */
@NullMarked
package io.estafet.directory.redis;

import org.jspecify.annotations.NullMarked;
