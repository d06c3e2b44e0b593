/** What all Redis adapters share: the link with its deadlines, the script loader and the key schema. */
@NullMarked
package io.estafet.redis;

import org.jspecify.annotations.NullMarked;
