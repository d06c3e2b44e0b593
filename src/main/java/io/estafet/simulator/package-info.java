/**
 * A stand-in for the WhatsApp Cloud API: for the demo, for tests and for load tests. Messages reach it over HTTP only.
 * It imports nothing of Estafet, and only {@code EmbeddedSimulatorLifecycle}, which starts it, and tests import it. It
 * implements WhatsApp's rules with code of its own and counts every rule that a client breaks, so that it can prove
 * that none is broken. One event loop owns all of it. With a directory its books survive a restart; behaviour, report
 * and statuses still to come do not.
 *
 * <p>{@code docs/simulator.md} describes the API that it plays, its control API, faults, violations and magic phone
 * numbers.
 */
@NullMarked
package io.estafet.simulator;

import org.jspecify.annotations.NullMarked;
