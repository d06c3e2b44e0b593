/** The HTTP interface for messages: accepting one or a stream of lines, reading, cancelling, redriving. */
@NullMarked
package io.estafet.intake.rest;

import org.jspecify.annotations.NullMarked;
