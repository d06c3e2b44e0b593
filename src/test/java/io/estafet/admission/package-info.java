/** Admission as a whole: the script against the rules, exact limits, isolation, cost. */
@NullMarked
package io.estafet.admission;

import org.jspecify.annotations.NullMarked;
