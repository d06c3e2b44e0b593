package io.estafet.queue;

import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.SenderId;
import java.util.Optional;

/**
 * A message as the queue knows it: enough to decide whether it may go, not its content.
 *
 * @param category the lane; the fallback's category when {@code useFallback}
 * @param template {@code waba/name/language} of what would be sent now; empty for a free-form message
 * @param expiresAtMillis milliseconds since the epoch; the message is never sent after it
 * @param notBeforeMillis milliseconds since the epoch; 0 for at once
 * @param attempts rights to send committed so far; the next attempt has the next number
 * @param fallbackTemplate what may be sent instead when the window is closed; only with {@code fallbackCategory}
 * @param useFallback true once the fallback has taken the free-form message's place
 */
public record Entry(
        MessageId id,
        SenderId sender,
        PersonId person,
        Category category,
        Optional<String> template,
        long expiresAtMillis,
        long notBeforeMillis,
        int attempts,
        Optional<String> fallbackTemplate,
        Optional<Category> fallbackCategory,
        boolean useFallback) {

    private static final int FIELDS = 10;

    public Entry {
        if (fallbackTemplate.isPresent() != fallbackCategory.isPresent()) {
            throw new IllegalArgumentException("a fallback has a template and a category");
        }
    }

    /**
     * The packed form in Redis, without the id and without the place in line that the enqueue script puts before it:
     * {@code rank|person|template|expires|notBefore|attempts|fallbackTemplate|fallbackRank|useFallback|sender}.
     */
    public String pack() {
        return String.join(
                "|",
                Integer.toString(category.rank()),
                person.toString(),
                template.orElse(""),
                Long.toString(expiresAtMillis),
                Long.toString(notBeforeMillis),
                Integer.toString(attempts),
                fallbackTemplate.orElse(""),
                fallbackCategory.map(c -> Integer.toString(c.rank())).orElse(""),
                useFallback ? "1" : "0",
                sender.value());
    }

    /**
     * Reads the form of {@link #pack()}, with or without the place in line before it.
     *
     * @throws IllegalArgumentException with a text that begins with {@code not a queue entry}: the queue is damaged. It
     *     is rebuilt, so that one bad entry does not keep the others from being read
     */
    public static Entry unpack(MessageId id, String packed) {
        String[] fields = packed.split("\\|", -1);
        int at = fields.length - FIELDS;
        if (at < 0 || at > 1) {
            throw new IllegalArgumentException("not a queue entry: " + fields.length + " fields");
        }
        try {
            return of(id, fields, at);
        } catch (IllegalArgumentException | IndexOutOfBoundsException unreadable) {
            throw new IllegalArgumentException("not a queue entry: " + id, unreadable);
        }
    }

    private static Entry of(MessageId id, String[] fields, int at) {
        return new Entry(
                id,
                new SenderId(fields[at + 9]),
                new PersonId(Long.parseLong(fields[at + 1])),
                Category.ofRank(Integer.parseInt(fields[at])),
                text(fields[at + 2]),
                Long.parseLong(fields[at + 3]),
                Long.parseLong(fields[at + 4]),
                Integer.parseInt(fields[at + 5]),
                text(fields[at + 6]),
                text(fields[at + 7]).map(rank -> Category.ofRank(Integer.parseInt(rank))),
                fields[at + 8].equals("1"));
    }

    /** The same message after more rights to send, not before the given time. */
    public Entry after(int attemptsNow, long notBefore) {
        return new Entry(
                id,
                sender,
                person,
                category,
                template,
                expiresAtMillis,
                notBefore,
                attemptsNow,
                fallbackTemplate,
                fallbackCategory,
                useFallback);
    }

    private static Optional<String> text(String field) {
        return field.isEmpty() ? Optional.empty() : Optional.of(field);
    }
}
