/**
 * The integration tests in groups that share one start of the program. A test JVM that is given single classes starts
 * the program for each of them. Classes are named by text: a class that is loaded too early is not seen as a Quarkus
 * test.
 */
@NullMarked
package io.estafet.suites;

import org.jspecify.annotations.NullMarked;
