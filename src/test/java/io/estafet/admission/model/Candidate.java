package io.estafet.admission.model;

import io.estafet.message.Category;
import io.estafet.message.PersonId;
import java.util.Optional;

/**
 * A message as the gates see it.
 *
 * @param template {@code waba/name/language}; empty for a free-form message
 * @param expiresAtMillis never sent at or after it
 * @param notBeforeMillis not sent before it
 * @param fallback what may take a free-form message's place
 */
public record Candidate(
        PersonId person,
        Category category,
        Optional<String> template,
        long expiresAtMillis,
        long notBeforeMillis,
        Optional<Fallback> fallback) {

    /** A template message that is sent when the window is closed. */
    public record Fallback(String template, Category category) {}

    public boolean isFreeForm() {
        return template.isEmpty();
    }

    /** The fallback in this message's place, with its own template and category. */
    public Candidate replacedBy(Fallback substitute) {
        return new Candidate(
                person,
                substitute.category(),
                Optional.of(substitute.template()),
                expiresAtMillis,
                notBeforeMillis,
                Optional.empty());
    }
}
