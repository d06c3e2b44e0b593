/** The HTTP face of messages: accepting one or a stream of lines, reading, cancelling, sending again. */
@NullMarked
package io.estafet.intake.rest;

import org.jspecify.annotations.NullMarked;
