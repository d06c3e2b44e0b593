/**
 * Reads JSON of untrusted callers strictly. Refused are duplicate and unknown names, wrong types, trailing
 * content, deep nesting, NUL and lone surrogates. What is wrong is told by JSON pointers, never in the caller's words.
 */
@NullMarked
package io.estafet.json;

import org.jspecify.annotations.NullMarked;
