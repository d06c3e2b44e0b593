package io.estafet.directory;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.recipient.ConsentByte;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the projection reads: the committed state, in pages. */
public interface ProjectionSource {

    /** The portfolio with its numbers; fails for one that is not registered. */
    Uni<Facts> facts(PortfolioId portfolio);

    /** The WhatsApp Business Accounts of the portfolio's numbers. */
    Uni<List<String>> accounts(PortfolioId portfolio);

    /** The accounts among the given ones that have a template changed after the account's place. */
    Uni<List<String>> changedAccounts(PortfolioId portfolio, Map<String, TemplatePlace> after);

    /** The account's templates in the order of their changes, starting after the given place. */
    Uni<List<TemplateFacts>> templates(PortfolioId portfolio, String wabaId, TemplatePlace after, int limit);

    /** The consents of the given persons; {@link ConsentByte#NOTHING_KNOWN} where there is none. */
    Uni<Map<PersonId, ConsentByte>> consents(PortfolioId portfolio, Collection<PersonId> persons);

    /**
     * One byte per person for the ids {@code first} to {@code first + count - 1}, cut off after the last person with a
     * consent.
     */
    Uni<byte[]> consentBytes(PortfolioId portfolio, long first, int count);

    /** The highest person id that has a consent; 0 for none. */
    Uni<Long> lastConsent(PortfolioId portfolio);

    /** Windows that are open at {@code now}, in the order of people, starting after the given person id. */
    Uni<List<Window>> windows(PortfolioId portfolio, SenderId sender, long after, Instant now, int limit);

    /** The suppressions of the given persons that are in force at {@code now}. */
    Uni<List<Suppressed>> suppressions(PortfolioId portfolio, Collection<PersonId> persons, Instant now);

    /**
     * All suppressions that are in force at {@code now}, in the order of people, starting after the given person id.
     * The last person's are complete, even beyond {@code limit}.
     */
    Uni<List<Suppressed>> suppressions(PortfolioId portfolio, long after, Instant now, int limit);

    /** @param limit people per moving 24 h, -1 for unlimited */
    record Facts(long limit, List<SenderFacts> numbers) {}

    /** @param pausedUntil when a pause ends by itself */
    record TemplateFacts(
            TemplateKey key,
            TemplateStatus status,
            Optional<Instant> pausedUntil,
            boolean deleted,
            TemplatePlace place) {}

    /**
     * A place among an account's templates in the order of their changes. A template that changes moves to the end, so
     * that a reader up to a place lacks nothing but what comes after that place.
     */
    record TemplatePlace(long version, String name, String language) {

        public static final TemplatePlace START = new TemplatePlace(-1, "", "");

        private static final int PARTS = 3;

        public String text() {
            return version + "/" + name + "/" + language;
        }

        /** The inverse of {@link #text()}; any other text gives the start. */
        public static TemplatePlace parse(String text) {
            String[] parts = text.split("/", -1);
            return parts.length == PARTS && parts[0].matches("\\d{1,18}")
                    ? new TemplatePlace(Long.parseLong(parts[0]), parts[1], parts[2])
                    : START;
        }
    }

    /** A person to whom nothing, or no marketing, is sent. */
    record Suppressed(PersonId person, Suppression kind, Instant endsAt) {}

    /** A number as admission needs it. */
    record SenderFacts(SenderId id, int throughput, Optional<Long> dailyLimit, boolean paused) {}

    /** A customer service window. */
    record Window(PersonId person, Instant endsAt) {}
}
