/**
 * What all PostgreSQL adapters share: access with deadlines, sessions of Hibernate with the same deadlines, and how
 * values become columns and rows become values.
 */
@NullMarked
package io.estafet.postgres;

import org.jspecify.annotations.NullMarked;
