/** What tests share: the real servers they run against. */
@NullMarked
package io.estafet.testing;

import org.jspecify.annotations.NullMarked;
