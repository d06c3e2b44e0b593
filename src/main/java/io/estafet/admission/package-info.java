/**
 * Decides which messages may go now. Every gate is checked, and every limit charged, in one atomic step for a batch.
 * {@code lua/admission/take.lua} states the rules; package {@code admission.model} of the tests states
 * them in plain Java, and a test compares the two over random histories.
 */
@NullMarked
package io.estafet.admission;

import org.jspecify.annotations.NullMarked;
