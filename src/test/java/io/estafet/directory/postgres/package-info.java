/** Tests of what the directory stores. */
@NullMarked
package io.estafet.directory.postgres;

import org.jspecify.annotations.NullMarked;
