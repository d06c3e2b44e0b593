/** The directory's HTTP API: portfolios, numbers, templates, consents and people. Each tenant sees only its own. */
@NullMarked
package io.estafet.directory.rest;

import org.jspecify.annotations.NullMarked;
