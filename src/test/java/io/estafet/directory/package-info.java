/** Tests of the directory against real servers. */
@NullMarked
package io.estafet.directory;

import org.jspecify.annotations.NullMarked;
