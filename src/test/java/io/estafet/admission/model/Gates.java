package io.estafet.admission.model;

import io.estafet.message.Category;
import io.estafet.message.PersonId;
import io.estafet.message.Reason;
import io.estafet.recipient.ConsentStatus;
import io.estafet.template.TemplateStatus;
import java.util.Optional;

/**
 * The gates, in their order: expiry, not-before, window (or fallback), template, consent, suppression, person, pair
 * rate, the number's daily limit, the portfolio's messaging limit. Gates that end a message come before gates that
 * delay it. Gates that charge a limit come last. The pace is checked before all of them: see {@link Pace}.
 *
 * @param windowMarginMillis a window that ends within it counts as closed
 * @param leaseMillis how long a person is busy at most
 * @param pairIntervalMillis one message to one person in so long
 * @param pairBurst so many at once, borrowed from the future
 */
public record Gates(long windowMarginMillis, long leaseMillis, long pairIntervalMillis, int pairBurst) {

    /** What would be sent now: the message itself, or its fallback when its window is closed. */
    public Candidate asSentNow(Candidate message, Knowledge knowledge, long now) {
        boolean due = message.expiresAtMillis() > now && message.notBeforeMillis() <= now;
        return due && message.isFreeForm() && !windowIsOpen(message.person(), knowledge, now)
                ? message.fallback().map(message::replacedBy).orElse(message)
                : message;
    }

    /** @param message as {@link #asSentNow} gave it */
    public Decision decide(Candidate message, Knowledge knowledge, long now) {
        if (message.expiresAtMillis() <= now) {
            return new Decision.Ended(Reason.EXPIRED);
        }
        if (message.notBeforeMillis() > now) {
            return new Decision.NotBefore(message.notBeforeMillis());
        }
        boolean open = windowIsOpen(message.person(), knowledge, now);
        if (message.isFreeForm() && !open) {
            return new Decision.Ended(Reason.WINDOW_CLOSED);
        }
        return template(message, knowledge)
                .or(() -> consent(message, knowledge))
                .or(() -> suppression(message, knowledge, now))
                .or(() -> person(message, knowledge, now))
                .or(() -> limits(message, knowledge, open))
                .orElseGet(() -> go(message, knowledge, open, now));
    }

    private boolean windowIsOpen(PersonId person, Knowledge knowledge, long now) {
        return knowledge.windowEnds(person) > now + windowMarginMillis;
    }

    private static Optional<Decision> template(Candidate message, Knowledge knowledge) {
        if (message.template().isEmpty()) {
            return Optional.empty();
        }
        Optional<TemplateStatus> status = knowledge.template(message.template().get());
        return status.isEmpty()
                ? Optional.of(new Decision.Ended(Reason.TEMPLATE_UNKNOWN))
                : Optional.ofNullable(
                        switch (status.get()) {
                            case APPROVED -> null;
                            case PENDING -> new Decision.Parked(Reason.TEMPLATE_PENDING);
                            case PAUSED -> new Decision.Parked(Reason.TEMPLATE_PAUSED);
                            case REJECTED -> new Decision.Ended(Reason.TEMPLATE_REJECTED);
                            case DISABLED -> new Decision.Ended(Reason.TEMPLATE_DISABLED);
                        });
    }

    private static Optional<Decision> consent(Candidate message, Knowledge knowledge) {
        if (message.category() == Category.SERVICE) {
            return Optional.empty();
        }
        ConsentStatus status = knowledge.consent(message.person()).status(message.category());
        return Optional.ofNullable(
                switch (status) {
                    case OPTED_IN -> null;
                    case OPTED_OUT -> new Decision.Ended(Reason.OPTED_OUT);
                    case NONE -> new Decision.Ended(Reason.NO_CONSENT);
                });
    }

    private static Optional<Decision> suppression(Candidate message, Knowledge knowledge, long now) {
        long everything = knowledge.suppressedUntil(message.person());
        long marketing =
                message.category() == Category.MARKETING ? knowledge.marketingSuppressedUntil(message.person()) : 0;
        if (Math.max(everything, marketing) <= now) {
            return Optional.empty();
        }
        return Optional.of(
                marketing > everything
                        ? new Decision.Suppressed(Reason.MARKETING_LIMITED, marketing)
                        : new Decision.Suppressed(Reason.RECIPIENT_SUPPRESSED, everything));
    }

    private Optional<Decision> person(Candidate message, Knowledge knowledge, long now) {
        long busy = Math.min(knowledge.busyUntil(message.person()), now + leaseMillis);
        if (busy > now) {
            return Optional.of(new Decision.BehindPerson(busy));
        }
        if (knowledge.othersWait(message.person(), message.category())) {
            return Optional.of(new Decision.BehindPerson(now));
        }
        long mayGoAt = pairArrival(message, knowledge, now) - pairIntervalMillis * (pairBurst - 1);
        return mayGoAt > now ? Optional.of(new Decision.BehindPerson(mayGoAt)) : Optional.empty();
    }

    /** An arrival further ahead than the whole burst was written by a clock that has been set back: one may go. */
    private long pairArrival(Candidate message, Knowledge knowledge, long now) {
        long arrival = Math.max(knowledge.pairArrival(message.person()), now);
        return arrival > now + pairIntervalMillis * pairBurst ? now + pairIntervalMillis * (pairBurst - 1) : arrival;
    }

    /** Inside the window nothing is counted; a person who counts already takes no further slot. */
    private static Optional<Decision> limits(Candidate message, Knowledge knowledge, boolean open) {
        if (!isCharged(message, open)) {
            return Optional.empty();
        }
        if (!knowledge.countsHere(message.person()) && !knowledge.hasTurnHere()) {
            return Optional.of(new Decision.InLine(Reason.DAILY_LIMIT));
        }
        if (!knowledge.counts(message.person()) && !knowledge.hasTurn()) {
            return Optional.of(new Decision.InLine(Reason.MESSAGING_LIMIT));
        }
        return Optional.empty();
    }

    private static boolean isCharged(Candidate message, boolean open) {
        return !message.isFreeForm() && !open;
    }

    private Decision go(Candidate message, Knowledge knowledge, boolean open, long now) {
        return new Decision.Go(isCharged(message, open), pairArrival(message, knowledge, now) + pairIntervalMillis);
    }
}
