/** What numbers and portfolios show about themselves: gauges of the state that all replicas share, and status reads. */
@NullMarked
package io.estafet.dispatch.gauges;

import org.jspecify.annotations.NullMarked;
