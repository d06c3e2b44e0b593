package io.estafet.admission;

import io.estafet.admission.PortfolioModel.Item;
import io.estafet.admission.PortfolioModel.PersonLine;
import io.estafet.admission.model.Pace;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.SenderId;
import io.estafet.queue.Entry;
import io.estafet.queue.Settlement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One number's queue in plain Java: where its messages stand, who is busy, what is leased. */
final class NumberModel {

    /** @param holdsPerson true when its request makes the person busy */
    record Lease(String owner, long ends, boolean holdsPerson) {}

    final PortfolioModel portfolio;
    final SenderId id;
    final int throughput;
    final List<Deque<MessageId>> lanes = new ArrayList<>();
    final Map<PersonLine, TreeMap<Long, MessageId>> behind = new HashMap<>();
    final Map<PersonLine, Long> due = new HashMap<>();
    final Map<MessageId, Long> held = new HashMap<>();
    final TreeMap<String, TreeMap<Long, MessageId>> parked = new TreeMap<>();
    final TreeMap<Long, MessageId> line = new TreeMap<>();
    final TreeMap<Long, MessageId> dailyLine = new TreeMap<>();
    final Map<MessageId, Long> expires = new HashMap<>();
    final Map<MessageId, Lease> leases = new HashMap<>();
    final Map<PersonId, Long> windows = new HashMap<>();
    final Map<PersonId, Long> pairs = new HashMap<>();
    final Map<PersonId, Long> busy = new HashMap<>();
    final Map<PersonId, Long> counted = new HashMap<>();
    final Map<String, long[]> pauses = new HashMap<>();
    int dailyLimit = PortfolioModel.UNLIMITED;
    boolean paused;
    long nextStartMicros;

    NumberModel(PortfolioModel portfolio, SenderId id, int throughput) {
        this.portfolio = portfolio;
        this.id = id;
        this.throughput = throughput;
        for (int rank = 0; rank < 4; rank++) {
            lanes.add(new ArrayDeque<>());
        }
    }

    void enqueue(Entry entry, long now) {
        if (portfolio.entries.containsKey(entry.id())) {
            return;
        }
        portfolio.add(entry);
        expires.put(entry.id(), entry.expiresAtMillis());
        if (entry.notBeforeMillis() > now) {
            held.put(entry.id(), entry.notBeforeMillis());
        } else {
            lanes.get(entry.category().rank()).add(entry.id());
        }
    }

    void enqueueTaken(Entry entry, long leaseUntil) {
        if (!portfolio.entries.containsKey(entry.id())) {
            portfolio.add(entry);
            leases.put(entry.id(), new Lease("journal", leaseUntil, true));
            busy.merge(entry.person(), leaseUntil, Math::max);
        }
    }

    /** A lease that is ended, and what its message was in the queue before. */
    private record EndedLease(
            Settlement settlement, @Nullable Item item) {}

    /** Ends leases, from the last to the first; then those that wait again do so. Answers what was settled. */
    List<Settlement> settle(String owner, List<Settlement> settlements, long now) {
        List<EndedLease> ended = new ArrayList<>();
        for (int i = settlements.size() - 1; i >= 0; i--) {
            end(owner, settlements.get(i), now).ifPresent(ended::add);
        }
        for (EndedLease lease : ended) {
            Settlement settlement = lease.settlement();
            if (settlement.kind() != Settlement.Kind.DONE) {
                Item item = lease.item();
                Entry entry = settlement.entry();
                waitAgain(settlement.kind(), item == null ? portfolio.add(entry) : item.with(entry), now);
            }
        }
        return ended.stream().map(EndedLease::settlement).toList();
    }

    private Optional<EndedLease> end(String owner, Settlement settlement, long now) {
        Entry entry = settlement.entry();
        Item item = portfolio.entries.get(entry.id());
        Lease lease = leases.get(entry.id());
        if (item != null && (lease == null || !lease.owner().equals(owner))) {
            return Optional.empty();
        }
        leases.remove(entry.id());
        switch (settlement.charge()) {
            case GIVEN_BACK -> portfolio.refund(entry.id(), entry.person(), this, now);
            case COUNTS_FROM_NOW -> portfolio.countFromNow(entry.id(), entry.person(), this, now);
            case KEPT -> {
                // As it was.
            }
        }
        if (settlement.kind() == Settlement.Kind.DONE) {
            portfolio.entries.remove(entry.id());
        }
        freePerson(settlement, lease != null && lease.holdsPerson(), now);
        return Optional.of(new EndedLease(settlement, item));
    }

    private void freePerson(Settlement settlement, boolean holdsPerson, long now) {
        PersonId person = settlement.entry().person();
        if (settlement.kind() == Settlement.Kind.DONE && settlement.busyUntilMillis() > now) {
            busy.put(person, settlement.busyUntilMillis());
        } else if (holdsPerson) {
            busy.remove(person);
            due.replaceAll((line, at) -> line.person().equals(person) ? Math.min(at, now) : at);
        }
    }

    private void waitAgain(Settlement.Kind kind, Item item, long now) {
        portfolio.entries.put(item.id(), item);
        expires.put(item.id(), item.entry().expiresAtMillis());
        boolean othersWait = due.containsKey(item.personLine());
        if (kind == Settlement.Kind.RETRY) {
            standBehind(item);
            due.merge(item.personLine(), item.entry().notBeforeMillis(), Math::min);
        } else if (kind == Settlement.Kind.HOLD) {
            held.put(item.id(), item.entry().notBeforeMillis());
        } else if (othersWait) {
            standBehind(item);
            due.merge(item.personLine(), now, Math::min);
        } else {
            lanes.get(item.entry().category().rank()).addFirst(item.id());
        }
    }

    /** Answers whether it is not in the queue now. */
    boolean withdraw(MessageId message) {
        Item item = portfolio.entries.get(message);
        if (item == null || leases.containsKey(message)) {
            return item == null;
        }
        portfolio.entries.remove(message);
        expires.remove(message);
        leavePlaces(item, 0);
        return true;
    }

    /** @param wakeAt when those behind it are to be looked at, when it stood before them */
    void leavePlaces(Item item, long wakeAt) {
        leaveLines(item);
        if (leaveBehind(item)) {
            due.computeIfPresent(item.personLine(), (line, at) -> Math.min(at, wakeAt));
        }
        held.remove(item.id());
        item.entry().template().map(parked::get).ifPresent(on -> on.remove(item.seq()));
    }

    void leaveLines(Item item) {
        portfolio.line.values().remove(item.id());
        line.values().remove(item.id());
        dailyLine.values().remove(item.id());
    }

    void standBehind(Item item) {
        behind.computeIfAbsent(item.personLine(), l -> new TreeMap<>()).put(item.seq(), item.id());
    }

    boolean leaveBehind(Item item) {
        TreeMap<Long, MessageId> others = behind.get(item.personLine());
        return others != null && others.remove(item.seq()) != null;
    }

    void openWindow(PersonId person, long ends, long now, Pace pace) {
        windows.values().removeIf(at -> at <= now);
        long nowMicros = now * 1_000;
        long start = Math.max(nextStartMicros, nowMicros);
        nextStartMicros = Math.min(start + pace.interval(throughput), Math.max(start, nowMicros + 1_000_000));
        windows.merge(person, ends, Math::max);
    }

    void pause(String reason, long began, long until, long now) {
        long[] before = pauses.get(reason);
        boolean echo = before != null && began <= before[0] && before[0] <= now;
        if (!echo && (before == null || before[1] < until)) {
            pauses.put(reason, new long[] {now, until});
        }
    }
}
