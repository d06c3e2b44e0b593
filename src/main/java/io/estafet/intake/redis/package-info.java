/** The Redis list that other programs push messages to. */
@NullMarked
package io.estafet.intake.redis;

import org.jspecify.annotations.NullMarked;
