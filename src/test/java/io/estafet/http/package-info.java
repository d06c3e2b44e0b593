@NullMarked
package io.estafet.http;

import org.jspecify.annotations.NullMarked;
