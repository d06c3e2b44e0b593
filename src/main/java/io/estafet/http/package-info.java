/**
 * What an HTTP request may cost before a resource has it: the bytes of its body, the memory for them, the time they
 * take, and what happens to a body that nobody reads. The {@code *.rest} packages use it; it knows none of them.
 *
 * <p>A body is read after authentication and after the route has matched, on the connection's event loop; no thread
 * ever waits for a slow caller.
 */
@NullMarked
package io.estafet.http;

import org.jspecify.annotations.NullMarked;
