/**
 * What a verdict about one message means for others: pauses of numbers, accounts and tokens, templates and people that
 * WhatsApp refuses, windows that are closed. {@code dispatch} and {@code inbound} share it: an answer and a failed status
 * are judged by one table and act in one way. It knows {@code delivery}, {@code admission} and {@code directory}, and
 * nobody else imports it.
 */
@NullMarked
package io.estafet.consequence;

import org.jspecify.annotations.NullMarked;
