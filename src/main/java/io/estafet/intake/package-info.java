/**
 * The way in: reads what callers hand over strictly, finds the person behind the address, commits the message to the
 * journal and puts it into the queue. Accepted means committed. A message that cannot be committed within a second is
 * refused for now. All sources share this code: HTTP, lines of a batch and the Redis list differ in their adapters
 * only.
 */
@NullMarked
package io.estafet.intake;

import org.jspecify.annotations.NullMarked;
