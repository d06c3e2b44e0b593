/** Tests of the simulator from outside, over HTTP, by a client that shares no code with it. */
@NullMarked
package io.estafet.simulator;

import org.jspecify.annotations.NullMarked;
