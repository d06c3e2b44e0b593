/** The directory's HTTP API, asked as a stranger would ask it. */
@NullMarked
package io.estafet.directory.rest;

import org.jspecify.annotations.NullMarked;
