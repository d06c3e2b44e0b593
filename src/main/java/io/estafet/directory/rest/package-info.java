/** The directory's HTTP API: portfolios, numbers, templates, consents and people, each tenant seeing its own only. */
@NullMarked
package io.estafet.directory.rest;

import org.jspecify.annotations.NullMarked;
