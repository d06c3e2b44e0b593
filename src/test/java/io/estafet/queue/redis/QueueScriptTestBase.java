package io.estafet.queue.redis;

import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.queue.Entry;
import io.estafet.redis.Keys;
import io.estafet.testing.ScriptTestBase;
import io.vertx.redis.client.Command;
import java.util.Optional;
import java.util.UUID;

/** Messages of one number, and where they stand; taken ones are written as the take script leaves them. */
abstract class QueueScriptTestBase extends ScriptTestBase {

    static final PortfolioId PORTFOLIO = new PortfolioId("p");
    static final SenderId SENDER = new SenderId("s");
    static final Keys KEYS = Keys.of(PORTFOLIO);
    static final long EXPIRES = NOW + DAY;
    static final long LEASE_ENDS = NOW + 15_000;

    /** Ids that differ in their last digits only. */
    static MessageId id(int n) {
        return new MessageId(new UUID(NOW << 16 | 0x7000, 0x8000000000000000L | n));
    }

    static Entry marketing(int n, long person) {
        return entry(n, person, Category.MARKETING, 0);
    }

    static Entry entry(int n, long person, Category category, long notBefore) {
        return new Entry(
                id(n),
                SENDER,
                new PersonId(person),
                category,
                Optional.of("w/promo/id"),
                EXPIRES,
                notBefore,
                0,
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /** Under way for this owner, whom a {@code +} or {@code -} stands before; its place in line is its number. */
    static void taken(Entry entry, String holder) {
        String id = entry.id().toString();
        send(Command.HSET, KEYS.entry(), id, seq(entry) + "|" + entry.pack());
        send(Command.ZADD, KEYS.inflight(SENDER), "" + LEASE_ENDS, id);
        send(Command.HSET, KEYS.owner(SENDER), id, holder);
        if (holder.startsWith("+")) {
            send(Command.ZADD, KEYS.busy(SENDER), "" + LEASE_ENDS, "" + entry.person());
        }
    }

    /** Somebody waits behind the person, to be looked at when the lease ends. */
    static void waitsBehind(Entry entry) {
        send(Command.HSET, KEYS.entry(), "" + entry.id(), seq(entry) + "|" + entry.pack());
        send(Command.ZADD, KEYS.behind(SENDER), "0", behind(entry));
        send(Command.ZADD, KEYS.due(SENDER), "" + LEASE_ENDS, line(entry));
        send(Command.ZADD, KEYS.due(SENDER), "inf", "0"); // the mark
    }

    static long seq(Entry entry) {
        return entry.id().value().getLeastSignificantBits() & 0xFFFF_FFFFL;
    }

    static String line(Entry entry) {
        return entry.person() + ":" + entry.category().rank();
    }

    static String behind(Entry entry) {
        return String.format("%s:%016d:%s", line(entry), seq(entry), entry.id());
    }

    static String lane(Entry entry) {
        return KEYS.lane(SENDER, entry.category());
    }

    /** Where the message is: every place has its word. */
    static String place(Entry entry) {
        String id = entry.id().toString();
        StringBuilder places = new StringBuilder();
        add(places, "taken", score(KEYS.inflight(SENDER), id).isPresent());
        add(places, "owned", field(KEYS.owner(SENDER), id).isPresent());
        add(places, "lane", list(lane(entry)).contains(id));
        add(places, "behind", score(KEYS.behind(SENDER), behind(entry)).isPresent());
        add(places, "held", score(KEYS.held(SENDER), id).isPresent());
        add(places, "parked", score(KEYS.parked(SENDER), parked(entry)).isPresent());
        add(places, "line", score(KEYS.line(), id).isPresent());
        add(places, "part", score(KEYS.line(SENDER), id).isPresent());
        add(places, "daily", score(KEYS.dailyLine(SENDER), id).isPresent());
        add(places, "expires", score(KEYS.expires(SENDER), id).isPresent());
        add(places, "entry", field(KEYS.entry(), id).isPresent());
        return places.toString().trim();
    }

    static String parked(Entry entry) {
        return String.format("%s:%016d:%s", entry.template().orElse(""), seq(entry), entry.id());
    }

    private static void add(StringBuilder places, String word, boolean there) {
        if (there) {
            places.append(word).append(' ');
        }
    }
}
