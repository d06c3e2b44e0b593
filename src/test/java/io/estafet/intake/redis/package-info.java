/** Tests of the intake list. */
@NullMarked
package io.estafet.intake.redis;

import org.jspecify.annotations.NullMarked;
