package io.estafet.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.SenderId;
import io.estafet.queue.Entry;
import io.estafet.queue.Settlement;
import io.estafet.recipient.ConsentByte;
import io.estafet.recipient.ConsentStatus;
import io.estafet.template.TemplateStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What must hold whatever the model says: written from the outside, from what was put in and what came out, with
 * nothing of the model's and the script's workings.
 */
final class Promises {

    private record Pair(SenderId sender, PersonId person) {}

    private record Line(SenderId sender, PersonId person, Category category) {}

    private record Counted(PersonId person, SenderId sender, long at) {}

    private final Map<MessageId, Counted> counted = new HashMap<>();
    private final Map<Pair, Map<MessageId, Long>> underWay = new HashMap<>();
    private final Map<Pair, List<Long>> sent = new HashMap<>();
    private final Map<SenderId, Long> lastStart = new HashMap<>();
    private final Map<Line, Set<MessageId>> inOrder = new HashMap<>();
    private final Map<Pair, Long> windows = new HashMap<>();
    final Map<PersonId, ConsentByte> consents = new HashMap<>();
    /** By letter and person. */
    final Map<String, Long> suppressed = new HashMap<>();

    final Map<String, TemplateStatus> templates = new HashMap<>();
    final Map<SenderId, Integer> dailyLimits = new HashMap<>();
    final Map<SenderId, Integer> throughputs = new HashMap<>();
    private final Set<MessageId> unknown = new HashSet<>();
    private final int pairBurst;
    private boolean setBack;
    int limit;

    Promises(int pairBurst) {
        this.pairBurst = pairBurst;
    }

    /** Only messages that are free to go at once, and are not replaced, keep the order that is promised. */
    void enqueued(Entry entry, long now) {
        if (entry.notBeforeMillis() <= now && entry.fallbackTemplate().isEmpty()) {
            inOrder.computeIfAbsent(line(entry), l -> new HashSet<>()).add(entry.id());
        }
    }

    void underWay(Entry entry, long until) {
        unknown.remove(entry.id());
        requests(entry).put(entry.id(), until);
    }

    /** For sure: nothing was sent to the person since, or it is settled. */
    boolean nothingUnderWay(Entry entry) {
        return !setBack && requests(entry).isEmpty();
    }

    void windowOpened(SenderId sender, PersonId person, long ends) {
        windows.merge(new Pair(sender, person), ends, Math::max);
    }

    void delivered(MessageId id, SenderId sender, PersonId person, long at) {
        counted.merge(id, new Counted(person, sender, at), (a, b) -> a.at() > b.at() ? a : b);
    }

    void refunded(MessageId id) {
        counted.remove(id);
    }

    void withdrawn(MessageId id) {
        inOrder.values().forEach(ids -> ids.remove(id));
    }

    void settled(Settlement settlement, long now) {
        Entry entry = settlement.entry();
        Map<MessageId, Long> requests = requests(entry);
        if (settlement.kind() == Settlement.Kind.DONE && settlement.busyUntilMillis() > now) {
            requests.put(entry.id(), settlement.busyUntilMillis());
            unknown.add(entry.id());
        } else {
            requests.remove(entry.id());
        }
        boolean keepsOrder = settlement.kind() == Settlement.Kind.RETRY || settlement.kind() == Settlement.Kind.BACK;
        if (!keepsOrder) {
            withdrawn(entry.id());
        }
        switch (settlement.charge()) {
            case GIVEN_BACK -> refunded(entry.id());
            case COUNTS_FROM_NOW ->
                // A charge that has left the moving day is no charge any more.
                counted.computeIfPresent(
                        entry.id(),
                        (id, one) -> one.at() > now - Rig.DAY ? new Counted(one.person(), one.sender(), now) : one);
            case KEPT -> {
                // As it was.
            }
        }
    }

    boolean clockWasSetBack() {
        return setBack;
    }

    /** What a clock that goes back makes meaningless. */
    void clockSetBack() {
        setBack = true;
        lastStart.clear();
        sent.clear();
        inOrder.clear();
        underWay.clear();
        counted.clear();
    }

    void taken(Taken taken, long leaseMillis) {
        Stream.of(
                        taken.held().stream().map(Taken.Held::entry),
                        taken.ended().stream().map(Taken.Ended::entry),
                        taken.recovered().stream())
                .flatMap(entries -> entries)
                .forEach(entry -> withdrawn(entry.id()));
        for (Entry entry : taken.recovered()) {
            Map<MessageId, Long> requests = requests(entry);
            boolean another = requests.values().stream().anyMatch(ends -> ends > taken.nowMillis());
            requests.computeIfPresent(
                    entry.id(), (id, ends) -> another || unknown.contains(id) ? null : taken.nowMillis() + leaseMillis);
        }
        taken.admitted().forEach(admitted -> admitted(admitted, taken.nowMillis(), leaseMillis));
    }

    private void admitted(Taken.Admitted admitted, long now, long leaseMillis) {
        Entry entry = admitted.entry();
        mayBeSent(entry, admitted.charged(), now);
        keepsLimits(admitted, now);
        keepsPace(admitted);
        keepsPair(entry, now);
        assertThat(requests(entry).values()).as("under way to one person").allMatch(ends -> ends <= now || setBack);
        requests(entry).put(entry.id(), now + leaseMillis);
        unknown.remove(entry.id());
        keepsOrder(entry);
    }

    private void mayBeSent(Entry entry, boolean charged, long now) {
        assertThat(entry.expiresAtMillis()).as("expiry").isGreaterThan(now);
        assertThat(entry.notBeforeMillis()).as("not before").isLessThanOrEqualTo(now);
        boolean open = windows.getOrDefault(new Pair(entry.sender(), entry.person()), 0L) > now + 5_000;
        if (entry.template().isPresent()) {
            assertThat(templates.get(entry.template().get())).as("template").isEqualTo(TemplateStatus.APPROVED);
        } else if (!setBack) {
            assertThat(open).as("window").isTrue();
        }
        assertThat(consents.getOrDefault(entry.person(), ConsentByte.NOTHING_KNOWN)
                        .status(entry.category()))
                .as("consent")
                .isEqualTo(ConsentStatus.OPTED_IN);
        long suppressedUntil = Math.max(
                suppressed.getOrDefault("r" + entry.person(), 0L),
                entry.category() == Category.MARKETING ? suppressed.getOrDefault("m" + entry.person(), 0L) : 0);
        assertThat(setBack || suppressedUntil <= now).as("not suppressed").isTrue();
        assertThat(setBack || charged == (entry.template().isPresent() && !open))
                .as("charged")
                .isTrue();
    }

    private void keepsLimits(Taken.Admitted admitted, long now) {
        // A clock that went back has moved those who count in ways that only the model follows.
        if (!admitted.charged() || setBack) {
            return;
        }
        Entry entry = admitted.entry();
        boolean isNew = !people(now, null).contains(entry.person());
        boolean isNewHere = !people(now, entry.sender()).contains(entry.person());
        counted.put(entry.id(), new Counted(entry.person(), entry.sender(), now));
        if (isNew && limit >= 0) {
            assertThat(people(now, null)).as("messaging limit").hasSizeLessThanOrEqualTo(limit);
        }
        int daily = dailyLimits.get(entry.sender());
        if (isNewHere && daily >= 0) {
            assertThat(people(now, entry.sender())).as("daily limit").hasSizeLessThanOrEqualTo(daily);
        }
    }

    /** Those who count in the moving 24 h. */
    Set<PersonId> people(long now, SenderId sender) {
        Set<PersonId> people = new HashSet<>();
        for (Counted one : counted.values()) {
            if (one.at() > now - Rig.DAY && (sender == null || one.sender().equals(sender))) {
                people.add(one.person());
            }
        }
        return people;
    }

    private void keepsPace(Taken.Admitted admitted) {
        SenderId sender = admitted.entry().sender();
        Long last = lastStart.put(sender, admitted.startAtMicros());
        if (last != null) {
            long distance = 1_000_000_000L / (throughputs.get(sender) * 985L);
            assertThat(admitted.startAtMicros() - last).as("pace").isGreaterThanOrEqualTo(distance);
        }
    }

    private void keepsPair(Entry entry, long now) {
        List<Long> times = sent.computeIfAbsent(new Pair(entry.sender(), entry.person()), p -> new ArrayList<>());
        times.add(now);
        for (int i = 0; i < times.size(); i++) {
            assertThat(times.size() - i)
                    .as("pair rate")
                    .isLessThanOrEqualTo(pairBurst + (int) ((now - times.get(i)) / 6_200));
        }
    }

    private void keepsOrder(Entry entry) {
        Set<MessageId> waiting = inOrder.getOrDefault(line(entry), Set.of());
        if (waiting.contains(entry.id())) {
            assertThat(waiting).as("order to one person").allMatch(id -> id.compareTo(entry.id()) >= 0);
        }
    }

    private Map<MessageId, Long> requests(Entry entry) {
        return underWay.computeIfAbsent(new Pair(entry.sender(), entry.person()), p -> new LinkedHashMap<>());
    }

    private static Line line(Entry entry) {
        return new Line(entry.sender(), entry.person(), entry.category());
    }
}
