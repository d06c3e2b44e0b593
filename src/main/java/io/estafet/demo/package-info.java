/**
 * The demonstration of profile {@code embedded}: registers two businesses with three numbers and lets a day's messages
 * of theirs go. A stranger to the rest of the program: it uses the public HTTP API, the public Redis list and the
 * simulator's own API, as any other program would.
 */
@NullMarked
package io.estafet.demo;

import org.jspecify.annotations.NullMarked;
