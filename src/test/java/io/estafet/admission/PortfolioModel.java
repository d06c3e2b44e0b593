package io.estafet.admission;

import io.estafet.admission.model.Line;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.SenderId;
import io.estafet.queue.Entry;
import io.estafet.recipient.ConsentByte;
import io.estafet.template.TemplateStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a portfolio's numbers share, in plain Java: entries, knowledge, charges and the line for the limit. */
final class PortfolioModel {

    static final int UNLIMITED = -1;

    /** A message in the queue, with its place in line. */
    record Item(MessageId id, long seq, Entry entry) {

        long place() {
            return ((long) entry.category().rank() << 44) + seq;
        }

        PersonLine personLine() {
            return new PersonLine(entry.person(), entry.category().rank());
        }

        Item with(Entry changed) {
            return new Item(id, seq, changed);
        }
    }

    /** Messages to one person in one category. */
    record PersonLine(PersonId person, int rank) {

        @Override
        public String toString() {
            return person + ":" + rank;
        }
    }

    private record Charge(long at, SenderId sender) {}

    final Map<MessageId, Item> entries = new HashMap<>();
    final Map<String, TemplateStatus> templates = new HashMap<>();
    final Map<PersonId, ConsentByte> consents = new HashMap<>();
    /** By letter and person. */
    final Map<String, Long> suppressed = new HashMap<>();

    final TreeMap<Long, MessageId> line = new TreeMap<>();
    private final Map<PersonId, Map<MessageId, Charge>> charges = new HashMap<>();
    private final Map<PersonId, Long> counted = new HashMap<>();
    private long seq;
    int limit;

    Item add(Entry entry) {
        Item item = new Item(entry.id(), ++seq, entry);
        entries.put(item.id(), item);
        return item;
    }

    void forgetPast(long now) {
        suppressed.values().removeIf(until -> until <= now);
        counted.entrySet().removeIf(of -> {
            boolean past = of.getValue() <= now - Rig.DAY;
            if (past) {
                charges.remove(of.getKey());
            }
            return past;
        });
    }

    boolean counts(PersonId person, long now) {
        return counted.getOrDefault(person, 0L) > now - Rig.DAY;
    }

    Map<PersonId, Long> counted(long now) {
        Map<PersonId, Long> live = new HashMap<>(counted);
        live.values().removeIf(at -> at <= now - Rig.DAY);
        return live;
    }

    Line limitLine(long now) {
        return lineOf(limit, counted(now));
    }

    static Line lineOf(int limit, Map<PersonId, Long> counted) {
        int size = limit == UNLIMITED ? Integer.MAX_VALUE : limit;
        return new Line(size, counted.values().stream().sorted().toList(), Rig.DAY);
    }

    void charge(Item item, NumberModel number, long now) {
        Map<MessageId, Charge> of = charges.computeIfAbsent(item.entry().person(), p -> new LinkedHashMap<>());
        of.values().removeIf(charge -> charge.at() <= now - Rig.DAY);
        of.put(item.id(), new Charge(now, number.id));
        counted.merge(item.entry().person(), now, Math::max);
        number.counted.merge(item.entry().person(), now, Math::max);
    }

    /** A definite refusal when the queue is told with the settlement. */
    void refund(MessageId id, PersonId person, NumberModel number, long now) {
        Map<MessageId, Charge> of = charges.computeIfAbsent(person, p -> new LinkedHashMap<>());
        if (of.remove(id) != null) {
            of.values().removeIf(charge -> charge.at() <= now - Rig.DAY);
            recount(person, of, number, now);
        }
    }

    /** WhatsApp has it, or may have it. */
    void countFromNow(MessageId id, PersonId person, NumberModel number, long now) {
        Map<MessageId, Charge> of = charges.computeIfAbsent(person, p -> new LinkedHashMap<>());
        Charge charge = of.get(id);
        if (charge != null && charge.at() > now - Rig.DAY) {
            of.put(id, new Charge(Math.max(now, charge.at()), charge.sender()));
            counted.merge(person, now, Math::max);
            number.counted.merge(person, now, Math::max);
        }
    }

    void deliver(MessageId id, PersonId person, NumberModel number, long at, long now) {
        Map<MessageId, Charge> of = charges.computeIfAbsent(person, p -> new LinkedHashMap<>());
        Charge before = of.remove(id);
        of.values().removeIf(charge -> charge.at() <= now - Rig.DAY);
        long counts = Math.min(Math.max(at, before == null ? 0 : before.at()), now);
        if (counts > now - Rig.DAY) {
            of.put(id, new Charge(counts, number.id));
        }
        recount(person, of, number, now);
    }

    private void recount(PersonId person, Map<MessageId, Charge> of, NumberModel number, long now) {
        List<Charge> all = new ArrayList<>(of.values());
        set(counted, person, all, now);
        set(
                number.counted,
                person,
                all.stream().filter(c -> c.sender().equals(number.id)).toList(),
                now);
    }

    private static void set(Map<PersonId, Long> counted, PersonId person, List<Charge> charges, long now) {
        long latest = charges.stream().mapToLong(Charge::at).max().orElse(0);
        if (latest > now - Rig.DAY) {
            counted.put(person, latest);
        } else {
            counted.remove(person);
        }
    }
}
