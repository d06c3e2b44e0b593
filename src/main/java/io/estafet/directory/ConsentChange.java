package io.estafet.directory;

import io.estafet.message.Category;
import io.estafet.message.PortfolioId;
import io.estafet.recipient.Address;
import io.estafet.recipient.ConsentStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What a person said about consent.
 *
 * @param category which messages are meant; empty for all that need consent
 * @param source where it was said, in the caller's words
 * @param at when it was said; kept to the microsecond
 */
public record ConsentChange(
        PortfolioId portfolio,
        Address address,
        Optional<Category> category,
        ConsentStatus status,
        String source,
        Instant at) {

    /** The source of a change that was told to WhatsApp itself. Callers cannot use it. */
    public static final String WHATSAPP = "whatsapp";

    public static final int MAX_SOURCE = 256;

    public ConsentChange {
        if (category.filter(Category.SERVICE::equals).isPresent()) {
            throw new IllegalArgumentException("service needs no consent");
        }
        if (status == ConsentStatus.NONE) {
            throw new IllegalArgumentException("status must be opted-in or opted-out");
        }
        if (source.isBlank() || source.length() > MAX_SOURCE) {
            throw new IllegalArgumentException("source must have 1 to " + MAX_SOURCE + " characters");
        }
        at = at.truncatedTo(ChronoUnit.MICROS);
    }

    /** Whether this change concerns the category. A change of all categories concerns each. */
    public boolean concerns(Category one) {
        return category.isEmpty() || category.get() == one;
    }
}
