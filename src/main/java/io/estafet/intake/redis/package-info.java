/** The Redis list that other programs push messages to (contract, section 3). */
@NullMarked
package io.estafet.intake.redis;

import org.jspecify.annotations.NullMarked;
