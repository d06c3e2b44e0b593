/** What the rules forbid, so that a test can show that they see it. Compiled, never run. */
@NullMarked
package io.estafet.architecture.violations;

import org.jspecify.annotations.NullMarked;
