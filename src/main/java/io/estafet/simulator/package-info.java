/**
 * A stand-in for the WhatsApp Cloud API: for the demo, for tests and for load tests. In the flow it is a stranger that
 * is reached over HTTP only; it imports nothing of ours and nobody imports it. It keeps WhatsApp's rules with code of
 * its own, and counts every one that a client breaks, so that it can prove that none is. One event loop owns all of
 * it. With a directory its books survive a restart; behaviour, report and statuses still to come do not.
 *
 * <p>{@code docs/simulator.md} describes the API that it plays, its control API, faults, violations and magic phone
 * numbers.
 */
@NullMarked
package io.estafet.simulator;

import org.jspecify.annotations.NullMarked;
