package io.estafet.inbound;

import io.estafet.message.AttemptId;
import io.estafet.message.SenderId;
import io.estafet.recipient.Address;
import io.estafet.template.TemplateStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one payload says, in our words.
 *
 * @param others the kind of each item that Estafet does not act on
 * @param malformed the kind of each item that could not be read
 */
public record WebhookEvents(
        List<Status> statuses,
        List<Inbound> messages,
        List<Preference> preferences,
        List<Throttle> throttles,
        List<TemplateChange> templates,
        List<Limit> limits,
        List<Upgrade> upgrades,
        List<Health> healths,
        List<EventKind> others,
        List<EventKind> malformed) {

    /** WhatsApp's words for what became of a message. */
    public enum Word {
        SENT,
        DELIVERED,
        READ,
        FAILED
    }

    /**
     * What became of a message.
     *
     * @param attempt from the callback data; empty when it is not a message of ours
     * @param at by WhatsApp's clock; empty when WhatsApp does not say
     * @param aliases other names that WhatsApp uses for the person; masked in logs
     */
    public record Status(
            SenderId sender,
            Optional<AttemptId> attempt,
            String wamid,
            Word word,
            Optional<Instant> at,
            Optional<Failure> failure,
            List<Address> aliases) {}

    /**
     * Why a message failed.
     *
     * @param detail code and words, no personal data
     */
    public record Failure(int code, String detail) {}

    /**
     * A person wrote.
     *
     * @param from the names that WhatsApp gives the person: at least one, the phone number first
     */
    public record Inbound(SenderId sender, List<Address> from, Instant at) {}

    /**
     * A person stopped marketing messages, or took that back.
     *
     * @param person the names that WhatsApp gives the person: at least one, the phone number first
     */
    public record Preference(SenderId sender, List<Address> person, boolean isStop, Instant at) {}

    /** A number exceeds its throughput. */
    public record Throttle(SenderId sender) {}

    /**
     * A template's status. The language may be spelled in another way than it was registered.
     *
     * @param pause how long a pause lasts that ends by itself
     */
    public record TemplateChange(
            String wabaId,
            String name,
            String language,
            TemplateStatus status,
            Optional<Duration> pause,
            Optional<Instant> at) {}

    /**
     * The health of a number, or of all numbers of an account.
     *
     * @param digits of the display number; empty for all numbers of the account
     * @param quality empty when WhatsApp says nothing about it
     * @param until when a restriction ends, if WhatsApp says so
     */
    public record Health(
            String wabaId,
            Optional<String> digits,
            Optional<io.estafet.sender.Health.Quality> quality,
            io.estafet.sender.Health.Status status,
            Optional<Instant> until,
            Optional<Instant> at) {}

    /** A portfolio's messaging limit, told for one of its accounts; {@code -1} for unlimited. */
    public record Limit(String wabaId, long people, Optional<Instant> at) {}

    /**
     * A number may send faster.
     *
     * @param digits of the display number: the event names the number in no other way
     */
    public record Upgrade(String wabaId, String digits) {}
}
