/**
 * The directory in PostgreSQL. Portfolios, numbers and templates go through Hibernate Reactive; people and consents, of
 * which there are millions, through multi-row statements on the same pool.
 */
@NullMarked
package io.estafet.directory.postgres;

import org.jspecify.annotations.NullMarked;
