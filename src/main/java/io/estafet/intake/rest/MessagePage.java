package io.estafet.intake.rest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the list of messages, the newest first.
 *
 * @param next the cursor of the next page; null at the end
 */
record MessagePage(List<MessageAnswer> items, @Nullable String next) {}
