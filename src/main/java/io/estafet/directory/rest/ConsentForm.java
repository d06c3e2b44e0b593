package io.estafet.directory.rest;

import io.estafet.directory.ConsentChange;
import io.estafet.json.Fields;
import io.estafet.message.Category;
import io.estafet.message.PortfolioId;
import io.estafet.message.TenantId;
import io.estafet.recipient.Address;
import io.estafet.recipient.ConsentStatus;
import io.estafet.sender.SenderBook;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads what a caller says about a person's consent. */
@Singleton
record ConsentForm(SenderBook book, InstantSource clock) {

    private static final String ALL = "all";

    /**
     * How far ahead of our clock a change may be. One from further ahead would overrule all that the person says until
     * then.
     */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    /** @throws io.estafet.json.JsonException with every bad field */
    ConsentChange read(Fields in, TenantId tenant) {
        Optional<PortfolioId> portfolio = in.required("portfolio", text -> own(text, tenant));
        Optional<Address> address = address(in);
        Optional<Optional<Category>> category = in.required("category", ConsentForm::category);
        Optional<ConsentStatus> status = in.required("status", ConsentForm::status);
        Optional<String> source = in.required("source", ConsentForm::source);
        Optional<Instant> at = in.required("at", this::time);
        in.end();
        return new ConsentChange(
                portfolio.orElseThrow(),
                address.orElseThrow(),
                category.orElseThrow(),
                status.orElseThrow(),
                source.orElseThrow(),
                at.orElseThrow());
    }

    private PortfolioId own(String text, TenantId tenant) {
        return book.find(new PortfolioId(text))
                .filter(portfolio -> portfolio.tenant().equals(tenant))
                .orElseThrow(() -> new IllegalArgumentException("is not registered"))
                .id();
    }

    private static Optional<Address> address(Fields in) {
        Optional<Address> phone = in.text("to", Address::phone);
        Optional<Address> userId = in.text("recipient", Address::userId);
        if (in.has("to") == in.has("recipient")) {
            in.refuse("to", "exactly one of to and recipient is required");
        }
        return phone.or(() -> userId);
    }

    private static Optional<Category> category(String word) {
        return word.equals(ALL) ? Optional.empty() : Optional.of(TemplateResource.category(word));
    }

    private static ConsentStatus status(String word) {
        return ConsentStatus.ofWord(word)
                .filter(status -> status != ConsentStatus.NONE)
                .orElseThrow(() -> new IllegalArgumentException("must be opted-in or opted-out"));
    }

    private static String source(String text) {
        if (text.isBlank() || text.length() > ConsentChange.MAX_SOURCE) {
            throw new IllegalArgumentException("must have 1 to " + ConsentChange.MAX_SOURCE + " characters");
        }
        if (text.strip().equalsIgnoreCase(ConsentChange.WHATSAPP)) {
            throw new IllegalArgumentException("is kept for what WhatsApp itself tells us");
        }
        return text;
    }

    private Instant time(String text) {
        try {
            Instant at = OffsetDateTime.parse(text).toInstant();
            if (at.isAfter(clock.instant().plus(CLOCKS_DIFFER)) || at.isBefore(Instant.EPOCH)) {
                throw new IllegalArgumentException("must be a time in the past");
            }
            return at;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("must be a time like 2026-11-22T10:00:00Z", e);
        }
    }
}
