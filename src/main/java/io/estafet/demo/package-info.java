/**
 * The demonstration of profile {@code embedded}: it registers two businesses with three numbers and dispatches a day's
 * messages for them. It uses the public HTTP API, the public Redis list and the simulator's own API, as any other
 * program would. Of the program's own code it uses only the Redis link.
 */
@NullMarked
package io.estafet.demo;

import org.jspecify.annotations.NullMarked;
