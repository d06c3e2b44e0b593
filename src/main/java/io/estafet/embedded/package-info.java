/**
 * The servers of profile {@code embedded}: a real Redis and a real PostgreSQL as child processes of this program.
 *
 * <p>Plain Java, outside the flow of a message. Nobody imports it but the main class and tests. It guarantees: data
 * stays in the directory across restarts; one program per directory; children end with the program, and what a
 * {@code kill -9} of the program left running is adopted or cleared by the next start in the same directory.
 *
 * <p>A server is known by its command line, which names its directory ({@link io.estafet.embedded.ProcessTable}):
 * unlike a recorded process id, that cannot be stale, and it holds from the first instant of the child.
 */
@NullMarked
package io.estafet.embedded;

import org.jspecify.annotations.NullMarked;
