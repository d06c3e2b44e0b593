/**
 * What is known of numbers, portfolios, templates and people. PostgreSQL stores it. Redis holds the projection that
 * admission reads. Each replica keeps numbers, portfolios and templates in memory, at most 1 s behind.
 */
@NullMarked
package io.estafet.directory;

import org.jspecify.annotations.NullMarked;
