/**
 * Decides which messages may go now. Every gate is checked, and every limit charged, in one atomic step for a batch.
 * {@code admission.rule} states the rules in plain Java; {@code admission.redis} takes by a script; tests compare the
 * two.
 */
@NullMarked
package io.estafet.admission;

import org.jspecify.annotations.NullMarked;
