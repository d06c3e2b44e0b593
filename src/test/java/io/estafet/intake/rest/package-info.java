/** Tests of the HTTP face of messages. */
@NullMarked
package io.estafet.intake.rest;

import org.jspecify.annotations.NullMarked;
