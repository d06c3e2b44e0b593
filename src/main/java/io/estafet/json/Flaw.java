package io.estafet.json;

/**
 * What is wrong at one place.
 *
 * @param pointer a JSON pointer; empty for the value as a whole
 * @param detail never the caller's own words
 */
public record Flaw(String pointer, String detail) {}
