/**
 * What brings the queue back into agreement with the journal: leases that ended, messages that never reached Redis or
 * were lost there, a Redis that is empty, and attempts that were never answered. The journal decides.
 */
@NullMarked
package io.estafet.dispatch.repair;

import org.jspecify.annotations.NullMarked;
