package io.estafet.template;

import io.estafet.message.Category;
import java.time.Instant;
import java.util.Optional;

/**
 * A registered template. Its category is never {@link Category#SERVICE}, which is for free-form messages.
 *
 * @param pausedUntil when the pause ends by itself; empty for a pause whose end WhatsApp has not told yet, and for a
 *     template that is not paused
 */
public record Template(TemplateKey key, Category category, TemplateStatus status, Optional<Instant> pausedUntil) {

    public Template {
        if (category == Category.SERVICE) {
            throw new IllegalArgumentException("a template's category is authentication, utility or marketing");
        }
        if (pausedUntil.isPresent() && status != TemplateStatus.PAUSED) {
            throw new IllegalArgumentException("a template that is " + status + " is not paused until a time");
        }
    }

    /** A template whose status has no end of its own: it holds until another one is reported. */
    public Template(TemplateKey key, Category category, TemplateStatus status) {
        this(key, category, status, Optional.empty());
    }

    /** True while its messages wait for the end of a pause. */
    public boolean isPausedAt(Instant instant) {
        return status == TemplateStatus.PAUSED
                && pausedUntil.filter(end -> !end.isAfter(instant)).isEmpty();
    }
}
