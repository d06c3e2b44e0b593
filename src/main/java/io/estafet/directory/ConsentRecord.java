package io.estafet.directory;

import io.estafet.message.Category;
import io.estafet.recipient.ConsentStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of a person's consent history.
 *
 * @param category which messages are meant; empty for all that need consent
 * @param at when it was said
 * @param recordedAt when we learnt of it
 */
public record ConsentRecord(
        Optional<Category> category, ConsentStatus status, String source, Instant at, Instant recordedAt) {}
