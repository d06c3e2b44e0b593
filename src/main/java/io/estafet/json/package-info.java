/**
 * Reads JSON of untrusted callers strictly. Refused are duplicate and unknown names, wrong types, trailing content,
 * deep nesting, NUL and lone surrogates. Errors name JSON pointers, never the caller's own words.
 */
@NullMarked
package io.estafet.json;

import org.jspecify.annotations.NullMarked;
