package io.estafet.inbound;

import io.estafet.admission.Pauses;
import io.estafet.directory.Consents;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.reactive.Unis;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

/** What follows when a person stops or resumes marketing messages, and when a number is too fast. Repeatable. */
@Singleton
record PeopleWork(SenderBook book, KnownPeople people, Consents consents, Pauses pauses, InstantSource clock) {

    private static final Duration SLOW_DOWN = Duration.ofSeconds(1);

    /** An error that is older changes nothing: a number that was too fast a while ago need not be slow now. */
    private static final Duration THROTTLE_IS_NEWS = Duration.ofSeconds(10);

    /** Records that a person told WhatsApp to stop, or ended the stop there. */
    Uni<EventResult> prefers(WebhookEvents.Preference preference) {
        return book.find(preference.sender())
                .map(sender -> people.concerned(sender.portfolio(), preference.person())
                        .chain(persons -> record(sender.portfolio(), persons, preference))
                        .replaceWith(EventResult.DONE))
                .orElseGet(() -> result(EventResult.UNKNOWN));
    }

    private Uni<Void> record(PortfolioId portfolio, Set<PersonId> persons, WebhookEvents.Preference preference) {
        Instant now = clock.instant();
        Instant at = preference.at().isBefore(now) ? preference.at() : now;
        return Unis.inTurn(
                persons,
                person -> preference.isStop()
                        ? consents.whatsAppStop(portfolio, person, at)
                        : consents.whatsAppResume(portfolio, person, at));
    }

    /** Only slows the number. The error names no message, so no message is touched. */
    Uni<EventResult> throttled(WebhookEvents.Throttle throttle, Instant receivedAt) {
        Instant now = clock.instant();
        if (receivedAt.plus(THROTTLE_IS_NEWS).isBefore(now)) {
            return result(EventResult.UNCHANGED);
        }
        return book.find(throttle.sender())
                .map(sender -> pauses.pause(
                                sender.portfolio(), sender.id(), Reason.THROTTLED, receivedAt, now.plus(SLOW_DOWN))
                        .replaceWith(EventResult.DONE))
                .orElseGet(() -> result(EventResult.UNKNOWN));
    }

    private static Uni<EventResult> result(EventResult result) {
        return Uni.createFrom().item(result);
    }
}
