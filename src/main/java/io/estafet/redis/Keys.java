package io.estafet.redis;

import io.estafet.message.Category;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The key schema. Every key of a portfolio starts with {@code e:{portfolio}:}: the hash tag keeps them on one Cluster
 * slot, so that one admission is one script. {@code S} is a phone number id, {@code r} a category's rank. A key with a
 * {@link Mark} exists as long as its portfolio is ready, also when it holds nothing else.
 *
 * <table>
 * <caption>Keys of one portfolio</caption>
 * <tr><th>key</th><th>type</th><th>what it holds</th></tr>
 * <tr><td>{@code numbers}</td><td>set</td><td>the numbers whose keys were marked</td></tr>
 * <tr><td>{@code ready}</td><td>string</td><td>{@code <run_id>:<epoch>}: all keys below are whole and were loaded into
 *     the Redis process with that run_id, under that epoch. Written last. While it is missing or of another process,
 *     nothing is taken</td></tr>
 * <tr><td>{@code portfolio}</td><td>hash</td><td>{@code limit}: people per moving 24 h, -1 for unlimited</td></tr>
 * <tr><td>{@code sender:S}</td><td>hash</td><td>{@code throughput} (messages/s), {@code dailyLimit} (-1: none),
 *     {@code paused} (0 or 1); {@code lane:r}: the length of that lane, kept by the scripts that change it</td></tr>
 * <tr><td>{@code pauses:S}</td><td>hash</td><td>reason's word -> {@code <from>:<until>} in ms</td></tr>
 * <tr><td>{@code templates}</td><td>hash</td><td>{@code waba/name/language} -> status letter, and for a pause that has
 *     an end, the end in ms; field {@code !} marks the key as whole</td></tr>
 * <tr><td>{@code consent}</td><td>string</td><td>one byte per person at the person's id; byte 0 is the mark
 *     0xA5</td></tr>
 * <tr><td>{@code suppressed}</td><td>zset</td><td>{@code r} (everything) or {@code m} (marketing) and the person -> end
 *     in ms, until which nothing of that kind goes to the person; member {@code 0} with +inf marks the key as
 *     whole</td></tr>
 * <tr><td>{@code consent:rev}, {@code suppressed:rev}, {@code directory:rev}</td><td>hash</td><td>block of people, or
 *     {@code all} -> a revision that changes with each write of their consents, of suppressions, or of limit and
 *     numbers. A writer that read before another's write writes nothing. {@code templates/waba} ->
 *     {@code version/name/language} of the account's template that was written last, in the order of changes</td></tr>
 * <tr><td>{@code window:S}</td><td>zset</td><td>person -> end in ms; member {@code 0} with +inf marks the key as
 *     whole</td></tr>
 * <tr><td>{@code limit}, {@code limit:S}</td><td>zset</td><td>person -> latest counted time in ms; member {@code 0}
 *     with +inf marks the key as whole</td></tr>
 * <tr><td>{@code charges}</td><td>hash</td><td>person -> {@code id,ms,S;id,ms,S;...}: the live charges of the moving 24
 *     h</td></tr>
 * <tr><td>{@code pace:S}</td><td>string</td><td>the pace's next free instant (GCRA), in microseconds</td></tr>
 * <tr><td>{@code pair:S}</td><td>zset</td><td>person -> GCRA's theoretical arrival time, in ms</td></tr>
 * <tr><td>{@code busy:S}</td><td>zset</td><td>person -> until when a request to them may be under way, in ms</td></tr>
 * <tr><td>{@code entry}</td><td>hash</td><td>id -> {@code seq|} and {@link io.estafet.queue.Entry#pack()}; a message is
 *     in the queue exactly when it has a field here</td></tr>
 * <tr><td>{@code seq}</td><td>string</td><td>the last place in line that was given; the first is
 *     {@link #FIRST_PLACE}</td></tr>
 * <tr><td>{@code lane:S:r}</td><td>list</td><td>ids in their order; ids without an entry are skipped</td></tr>
 * <tr><td>{@code behind:S}</td><td>zset, by text</td><td>{@code person:r:seq:id}: the message waits for its
 *     person</td></tr>
 * <tr><td>{@code due:S}</td><td>zset</td><td>{@code person:r} -> when to look at that line, in ms</td></tr>
 * <tr><td>{@code held:S}</td><td>zset</td><td>id -> when the message is due, in ms</td></tr>
 * <tr><td>{@code parked:S}</td><td>zset, by text</td><td>{@code template:seq:id}: the message waits for its
 *     template</td></tr>
 * <tr><td>{@code parkedon:S}</td><td>set</td><td>the templates that the messages in {@code parked:S} wait for</td></tr>
 * <tr><td>{@code line}, {@code line:S}</td><td>zset</td><td>id -> rank * 2^44 + seq: the message waits for the
 *     messaging limit. It is both in the portfolio's one line and in its number's part of that line</td></tr>
 * <tr><td>{@code dline:S}</td><td>zset</td><td>id -> rank * 2^44 + seq: the message waits for the number's own daily
 *     limit</td></tr>
 * <tr><td>{@code expires:S}</td><td>zset</td><td>id -> when the message expires, in ms</td></tr>
 * <tr><td>{@code inflight:S}</td><td>zset</td><td>id -> end of the message's lease, in ms</td></tr>
 * <tr><td>{@code owner:S}</td><td>hash</td><td>id -> owner of the message's lease, preceded by {@code +} when its
 *     request makes its person busy, by {@code -} when the message ended without a request</td></tr>
 * </table>
 *
 * <p>The following keys are shared by all portfolios and have no portfolio's hash tag: {@code estafet:intake} (the
 * public intake list), {@code {estafet:intake}:taken} (hash: id -> {@code length:place|entry}, the entries being
 * journalled), {@code {estafet:intake}:leases} (zset: id -> end of its lease, in ms), {@code {estafet:intake}:place}
 * (string: the place in line of the latest entry that was taken), {@code estafet:intake:refused} (list of JSON), {@code
 * {estafet:wake}:work} (zset: {@code portfolio/S} -> number of the last wake-up; a hint only), {@code
 * {estafet:wake}:seq} (string: the last number given), {@code {estafet:wake}:replicas} (zset: replica -> last sign of
 * life, in ms).
 */
public final class Keys {

    public static final String INTAKE = "estafet:intake";
    public static final String INTAKE_TAKEN = "{estafet:intake}:taken";
    public static final String INTAKE_LEASES = "{estafet:intake}:leases";
    public static final String INTAKE_PLACE = "{estafet:intake}:place";
    public static final String INTAKE_REFUSED = "estafet:intake:refused";
    public static final String WAKE_WORK = "{estafet:wake}:work";
    public static final String WAKE_SEQ = "{estafet:wake}:seq";
    public static final String WAKE_REPLICAS = "{estafet:wake}:replicas";

    /**
     * The first place in line. A smaller one was given by a counter that had been deleted. With all places, it stays
     * below 2^44.
     */
    public static final long FIRST_PLACE = 1_000_000_000_000L;

    private final String prefix;

    private Keys(PortfolioId portfolio) {
        this.prefix = "e:{" + portfolio.value() + "}:";
    }

    public static Keys of(PortfolioId portfolio) {
        return new Keys(portfolio);
    }

    /** A key of the schema and its mark. */
    public record Part(String key, Mark mark) {}

    /** The keys of the portfolio itself. */
    public List<Part> parts() {
        return List.of(
                new Part(ready(), Mark.NONE),
                new Part(numbers(), Mark.NUMBERS),
                new Part(portfolio(), Mark.NONE),
                new Part(templates(), Mark.NONE),
                new Part(consent(), Mark.NONE),
                new Part(consentRevision(), Mark.NONE),
                new Part(suppressed(), Mark.NONE),
                new Part(suppressedRevision(), Mark.NONE),
                new Part(directoryRevision(), Mark.NONE),
                new Part(limit(), Mark.LAST),
                new Part(charges(), Mark.FIELD),
                new Part(entry(), Mark.FIELD),
                new Part(seq(), Mark.PLACE),
                new Part(line(), Mark.LAST));
    }

    /** The keys of one number. */
    public List<Part> parts(SenderId sender) {
        List<Part> parts = new ArrayList<>(List.of(
                new Part(sender(sender), Mark.NONE),
                new Part(pauses(sender), Mark.KEPT),
                new Part(window(sender), Mark.NONE),
                new Part(pace(sender), Mark.PACE),
                new Part(behind(sender), Mark.FIRST),
                new Part(parked(sender), Mark.FIRST),
                new Part(parkedOn(sender), Mark.MEMBER),
                new Part(owner(sender), Mark.FIELD)));
        for (String byTime : List.of(
                limit(sender),
                pair(sender),
                busy(sender),
                due(sender),
                held(sender),
                line(sender),
                dailyLine(sender),
                expires(sender),
                inflight(sender))) {
            parts.add(new Part(byTime, Mark.LAST));
        }
        lanes(sender).forEach(lane -> parts.add(new Part(lane, Mark.NONE)));
        return parts;
    }

    public String ready() {
        return prefix + "ready";
    }

    public String numbers() {
        return prefix + "numbers";
    }

    public String portfolio() {
        return prefix + "portfolio";
    }

    public String sender(SenderId sender) {
        return prefix + "sender:" + sender;
    }

    public String pauses(SenderId sender) {
        return prefix + "pauses:" + sender;
    }

    public String templates() {
        return prefix + "templates";
    }

    public String consent() {
        return prefix + "consent";
    }

    public String consentRevision() {
        return prefix + "consent:rev";
    }

    public String directoryRevision() {
        return prefix + "directory:rev";
    }

    public String suppressed() {
        return prefix + "suppressed";
    }

    public String suppressedRevision() {
        return prefix + "suppressed:rev";
    }

    public String window(SenderId sender) {
        return prefix + "window:" + sender;
    }

    public String limit() {
        return prefix + "limit";
    }

    public String limit(SenderId sender) {
        return prefix + "limit:" + sender;
    }

    public String charges() {
        return prefix + "charges";
    }

    public String pace(SenderId sender) {
        return prefix + "pace:" + sender;
    }

    public String pair(SenderId sender) {
        return prefix + "pair:" + sender;
    }

    public String busy(SenderId sender) {
        return prefix + "busy:" + sender;
    }

    public String entry() {
        return prefix + "entry";
    }

    public String seq() {
        return prefix + "seq";
    }

    public String lane(SenderId sender, Category category) {
        return prefix + "lane:" + sender + ":" + category.rank();
    }

    /** The number's lanes, in the order of their categories. */
    public List<String> lanes(SenderId sender) {
        return Stream.of(Category.values())
                .map(category -> lane(sender, category))
                .toList();
    }

    public String behind(SenderId sender) {
        return prefix + "behind:" + sender;
    }

    public String due(SenderId sender) {
        return prefix + "due:" + sender;
    }

    public String held(SenderId sender) {
        return prefix + "held:" + sender;
    }

    public String parked(SenderId sender) {
        return prefix + "parked:" + sender;
    }

    public String parkedOn(SenderId sender) {
        return prefix + "parkedon:" + sender;
    }

    public String line() {
        return prefix + "line";
    }

    public String line(SenderId sender) {
        return prefix + "line:" + sender;
    }

    public String dailyLine(SenderId sender) {
        return prefix + "dline:" + sender;
    }

    public String expires(SenderId sender) {
        return prefix + "expires:" + sender;
    }

    public String inflight(SenderId sender) {
        return prefix + "inflight:" + sender;
    }

    public String owner(SenderId sender) {
        return prefix + "owner:" + sender;
    }
}
