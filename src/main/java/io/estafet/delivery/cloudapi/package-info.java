/**
 * The Cloud API over HTTP: {@code POST {baseUrl}/{version}/{phoneNumberId}/messages}. One request is one
 * {@code Exchange} on its caller's context; how far it got determines its result. Guarantees: a deadline on everything,
 * a bounded answer, no redirects, no retries, and no token, address or text in logs, results or exceptions.
 */
@NullMarked
package io.estafet.delivery.cloudapi;

import org.jspecify.annotations.NullMarked;
