/**
 * What we know of numbers, portfolios, templates and people. PostgreSQL has it, Redis holds the projection that
 * admission reads, each replica keeps numbers and templates in memory, at most 1 s behind.
 */
@NullMarked
package io.estafet.directory;

import org.jspecify.annotations.NullMarked;
