/**
 * What a verdict about one message changes for others: pauses of numbers, accounts and tokens, templates and people
 * that WhatsApp refuses, windows that are closed. {@code dispatch} and {@code inbound} share it, so that an answer and
 * a failed status are judged by one table and have the same effects. It uses {@code delivery}, {@code admission} and
 * {@code directory}; no other package imports it.
 */
@NullMarked
package io.estafet.consequence;

import org.jspecify.annotations.NullMarked;
