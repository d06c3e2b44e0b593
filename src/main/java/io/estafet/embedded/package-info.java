/**
 * The servers of profile {@code embedded}: a real Redis and a real PostgreSQL as child processes of this program.
 *
 * <p>The package is plain Java and takes no part in the path of a message. Only {@code EmbeddedProgram},
 * {@code EmbeddedJoining} and tests import it. It guarantees: data stays in the directory across restarts; there is one
 * program per directory; children end with the program; what a {@code kill -9} of the program left running is adopted
 * or ended by the next start in the same directory.
 *
 * <p>A server is known by its command line, which names its directory ({@link io.estafet.embedded.ProcessTable}).
 * Unlike a recorded process id, the command line cannot be stale, and it is there from the first instant of the child.
 */
@NullMarked
package io.estafet.embedded;

import org.jspecify.annotations.NullMarked;
