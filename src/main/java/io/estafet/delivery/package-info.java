/**
 * One attempt: the request, how far it got, what the answer means, when to try again, and how many may be under way.
 * The port is implemented over HTTP in {@code delivery.cloudapi}.
 */
@NullMarked
package io.estafet.delivery;

import org.jspecify.annotations.NullMarked;
