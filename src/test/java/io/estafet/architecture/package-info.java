/**
 * The architecture as tests: who may import whom, where technology lives, and the traps of reactive code that a
 * compiler lets pass. A rule is not weakened for a place that breaks it; an exception is named beside its rule with a
 * reason.
 */
@NullMarked
package io.estafet.architecture;

import org.jspecify.annotations.NullMarked;
