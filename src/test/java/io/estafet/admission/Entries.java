package io.estafet.admission;

import io.estafet.message.Category;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.queue.Entry;
import io.estafet.recipient.ConsentByte;
import io.estafet.recipient.ConsentStatus;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.template.TemplateStatus;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Messages and a portfolio for tests that need no chance: everybody agreed to everything, one approved template. */
final class Entries {

    static final String PROMO = "w/promo/id";
    static final String OTHER = "w/other/id";

    private static final int AT_ONCE = 250;

    private Entries() {}

    static void knowPortfolio(Rig rig, PortfolioId portfolio, long limit, int people) {
        rig.know(portfolio, limit);
        rig.template(portfolio, PROMO, Optional.of(TemplateStatus.APPROVED));
        rig.template(portfolio, OTHER, Optional.of(TemplateStatus.APPROVED));
        ConsentByte all = ConsentByte.NOTHING_KNOWN
                .with(Category.MARKETING, ConsentStatus.OPTED_IN)
                .with(Category.UTILITY, ConsentStatus.OPTED_IN)
                .with(Category.AUTHENTICATION, ConsentStatus.OPTED_IN);
        byte[] bytes = new byte[people];
        Arrays.fill(bytes, (byte) all.value());
        rig.redis(RedisLink.request(Command.SETRANGE, Keys.of(portfolio).consent(), "1")
                .arg(bytes));
    }

    static Entry promo(Rig rig, SenderId sender, long person) {
        return of(rig, sender, person, Category.MARKETING, PROMO);
    }

    static Entry of(Rig rig, SenderId sender, long person, Category category, String template) {
        return new Entry(
                rig.nextId(),
                sender,
                new PersonId(person),
                category,
                Optional.of(template).filter(text -> !text.isEmpty()),
                rig.now + 30 * Rig.DAY,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /** One promotion to each person. */
    static List<Entry> promos(Rig rig, SenderId sender, long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(person -> promo(rig, sender, person))
                .toList();
    }

    static void enqueueAll(Rig rig, PortfolioId portfolio, List<Entry> entries) {
        for (int from = 0; from < entries.size(); from += AT_ONCE) {
            rig.enqueue(portfolio, entries.subList(from, Math.min(entries.size(), from + AT_ONCE)));
        }
    }

    /** Takes until nothing goes any more at this instant, moving the clock as the answers say, for some seconds. */
    static List<Taken> drain(Rig rig, PortfolioId portfolio, SenderId sender, String owner, long forMillis) {
        List<Taken> answers = new ArrayList<>();
        long end = rig.now + forMillis;
        while (true) {
            Taken taken = rig.take(portfolio, sender, owner, 512);
            answers.add(taken);
            if (taken.nextAtMillis() > end) {
                return answers;
            }
            rig.now = Math.max(rig.now, taken.nextAtMillis());
        }
    }
}
