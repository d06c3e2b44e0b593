package io.estafet.admission;

import io.estafet.admission.NumberModel.Lease;
import io.estafet.admission.PortfolioModel.Item;
import io.estafet.admission.PortfolioModel.PersonLine;
import io.estafet.admission.model.Candidate;
import io.estafet.admission.model.Decision;
import io.estafet.admission.model.Gates;
import io.estafet.admission.model.Knowledge;
import io.estafet.admission.model.Line;
import io.estafet.admission.model.Pace;
import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.Reason;
import io.estafet.queue.Entry;
import io.estafet.recipient.ConsentByte;
import io.estafet.template.TemplateStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** One take in plain Java: whom it looks at, in which order, and what becomes of them by the rules of the gates. */
final class TakeModel {

    private static final int[] SHARES = {1, 2, 1, 3, 1, 2, 1, 3, 1, 2};

    private enum From {
        LANE,
        BEHIND,
        LINE
    }

    private final NumberModel number;
    private final PortfolioModel portfolio;
    private final Gates gates;
    private final Pace pace;
    private final String owner;
    private final long now;
    private final List<Taken.Admitted> admitted = new ArrayList<>();
    private final List<Taken.Held> held = new ArrayList<>();
    private final List<Taken.Ended> ended = new ArrayList<>();
    private final List<Entry> recovered = new ArrayList<>();
    private long start;
    private int slots;

    TakeModel(NumberModel number, Gates gates, Pace pace, String owner, long now) {
        this.number = number;
        this.portfolio = number.portfolio;
        this.gates = gates;
        this.pace = pace;
        this.owner = owner;
        this.now = now;
    }

    Taken take(int most) {
        forgetPast();
        recover();
        expire();
        if (isPaused()) {
            yieldLine();
        } else if (findSlots(most) > 0) {
            bringBack();
            look();
        }
        return new Taken(Optional.empty(), 7, now, 0, admitted, held, ended, recovered);
    }

    private void forgetPast() {
        number.busy.values().removeIf(at -> at <= now);
        number.pairs.values().removeIf(at -> at <= now);
        number.windows.values().removeIf(at -> at <= now);
        number.counted.values().removeIf(at -> at <= now - Rig.DAY);
        portfolio.forgetPast(now);
    }

    private void recover() {
        for (MessageId id : past(map(number.leases))) {
            Lease lease = number.leases.get(id);
            Item item = portfolio.entries.get(id);
            boolean holds =
                    lease.holdsPerson() && !number.busy.containsKey(item.entry().person());
            lease(id, holds);
            if (holds) {
                number.busy.put(item.entry().person(), leaseEnds());
            }
            recovered.add(item.entry());
        }
    }

    private static Map<MessageId, Long> map(Map<MessageId, Lease> leases) {
        Map<MessageId, Long> ends = new TreeMap<>();
        leases.forEach((id, lease) -> ends.put(id, lease.ends()));
        return ends;
    }

    private void expire() {
        for (MessageId id : past(number.expires)) {
            Item item = portfolio.entries.get(id);
            number.expires.remove(id);
            if (item != null && !number.leases.containsKey(id)) {
                finish(item, Reason.EXPIRED);
            }
        }
    }

    /** Those whose time has come, in its order. */
    private List<MessageId> past(Map<MessageId, Long> times) {
        return times.entrySet().stream()
                .filter(of -> of.getValue() <= now)
                .sorted(Comparator.comparing((Map.Entry<MessageId, Long> of) -> of.getValue())
                        .thenComparing(of -> of.getKey().toString()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private boolean isPaused() {
        if (number.paused) {
            return true;
        }
        number.pauses.values().removeIf(pause -> pause[1] <= now);
        return !number.pauses.isEmpty();
    }

    private void yieldLine() {
        List<MessageId> ids = new ArrayList<>(number.line.descendingMap().values());
        for (MessageId id : ids) {
            Item item = portfolio.entries.get(id);
            number.leaveLines(item);
            lane(item.entry().category().rank()).addFirst(id);
        }
    }

    private int findSlots(int most) {
        long nowMicros = now * 1_000;
        start = pace.nextStart(number.nextStartMicros, nowMicros, number.throughput);
        if (pace.isOfAnotherClock(number.nextStartMicros, nowMicros, number.throughput)) {
            number.nextStartMicros = start;
            number.due.replaceAll((line, at) -> 0L);
        }
        slots = Math.min(most, pace.slots(start, nowMicros, number.throughput));
        return slots;
    }

    private void bringBack() {
        for (MessageId id : past(number.held)) {
            number.held.remove(id);
            toLane(id);
        }
        number.parked.entrySet().removeIf(of -> {
            TemplateStatus status = portfolio.templates.get(of.getKey());
            boolean waits = status == TemplateStatus.PAUSED || status == TemplateStatus.PENDING;
            if (!waits) {
                of.getValue().values().forEach(this::toLane);
            }
            return !waits;
        });
    }

    private void toLane(MessageId id) {
        Item item = portfolio.entries.get(id);
        if (item != null) {
            lane(item.entry().category().rank()).add(id);
        }
    }

    private Deque<MessageId> lane(int rank) {
        return number.lanes.get(rank);
    }

    // The order of looking ---------------------------------------------------------------------------------------

    private void look() {
        walk(size -> pop(0, size));
        lookAside((slots + 1) / 2, true);
        walk(this::popByShares);
        lookAside(slots, false);
        if (!admitted.isEmpty()) {
            number.nextStartMicros = start;
        }
    }

    /** Of what is aside: half of the slots that are left each time while lanes wait, or all of them. */
    private void lookAside(int first, boolean half) {
        lookAtPeople(first);
        lookAtLine(number.dailyLine, number.dailyLine, dailyLine().free(), half ? (slots + 1) / 2 : slots);
        lookAtLine(number.line, portfolio.line, limitLine().free(), half ? (slots + 1) / 2 : slots);
    }

    private void lookAtPeople(int most) {
        List<PersonLine> lines = number.due.entrySet().stream()
                .filter(of -> of.getValue() <= now)
                .sorted(Comparator.comparing((Map.Entry<PersonLine, Long> of) -> of.getValue())
                        .thenComparing(of -> of.getKey().toString()))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
        List<MessageId> heads = new ArrayList<>();
        for (PersonLine personLine : lines) {
            TreeMap<Long, MessageId> waiting = number.behind.getOrDefault(personLine, new TreeMap<>());
            if (waiting.isEmpty()) {
                number.due.remove(personLine);
            } else if (isWaiting(waiting.firstEntry().getValue())) {
                heads.add(waiting.firstEntry().getValue());
            } else {
                waiting.pollFirstEntry();
            }
        }
        lookAt(heads, From.BEHIND);
    }

    private void lookAtLine(TreeMap<Long, MessageId> part, TreeMap<Long, MessageId> whole, int free, int most) {
        List<MessageId> turn = new ArrayList<>();
        part.forEach((place, id) -> {
            if (turn.size() < most && whole.headMap(place).size() < free) {
                turn.add(id);
            }
        });
        lookAt(turn, From.LINE);
    }

    /** In growing steps while most of them may not go. */
    private void walk(IntFunction<List<MessageId>> lanes) {
        int size = slots;
        int popped = -1;
        while (slots > 0 && popped != 0) {
            int before = slots;
            popped = lookAtLane(lanes.apply(Math.max(size, slots)));
            size = 2 * (before - slots) < popped ? size * 2 : size;
        }
    }

    private List<MessageId> popByShares(int size) {
        int base = (int) (start / pace.interval(number.throughput) % 10);
        List<MessageId> ids = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            ids.addAll(pop(SHARES[(base + i) % 10], 1));
        }
        for (int rank = 1; rank <= 3; rank++) {
            ids.addAll(pop(rank, size - ids.size()));
        }
        return ids;
    }

    private List<MessageId> pop(int rank, int most) {
        List<MessageId> ids = new ArrayList<>();
        while (ids.size() < most && !lane(rank).isEmpty()) {
            ids.add(lane(rank).poll());
        }
        return ids;
    }

    private int lookAtLane(List<MessageId> ids) {
        Deque<MessageId> rest = new ArrayDeque<>(lookAt(ids, From.LANE));
        while (!rest.isEmpty()) {
            MessageId id = rest.pollLast();
            lane(portfolio.entries.get(id).entry().category().rank()).addFirst(id);
        }
        return ids.size();
    }

    private boolean isWaiting(MessageId id) {
        return portfolio.entries.containsKey(id) && !number.leases.containsKey(id);
    }

    /** Answers those for whom no slot was left. */
    private List<MessageId> lookAt(List<MessageId> ids, From from) {
        List<MessageId> waiting = ids.stream().filter(this::isWaiting).toList();
        List<MessageId> rest = new ArrayList<>();
        for (MessageId id : waiting) {
            if (slots <= 0) {
                rest.add(id);
            } else if (isWaiting(id)) {
                lookAt(portfolio.entries.get(id), from);
            }
        }
        return rest;
    }

    private void lookAt(Item item, From from) {
        Candidate candidate = candidate(item.entry());
        Candidate sent = gates.asSentNow(candidate, new Facts(item), now);
        if (sent != candidate) {
            number.leaveBehind(item);
            Item fallback = item.with(withFallback(item.entry()));
            portfolio.entries.put(item.id(), fallback);
            apply(fallback, From.LANE, gates.decide(sent, new Facts(fallback), now));
        } else {
            apply(item, from, gates.decide(candidate, new Facts(item, from), now));
        }
    }

    // What becomes of one ----------------------------------------------------------------------------------------

    private void apply(Item item, From from, Decision decision) {
        if (decision instanceof Decision.Go go) {
            admit(item, from, go);
        } else if (decision instanceof Decision.BehindPerson wait) {
            waitBehind(item, from, wait.atMillis());
        } else if (decision instanceof Decision.Suppressed suppressed) {
            held.add(new Taken.Held(item.entry(), suppressed.reason(), suppressed.untilMillis()));
            standBehind(item, from, suppressed.untilMillis());
        } else if (decision instanceof Decision.NotBefore wait) {
            waitUntil(item, from, wait.atMillis());
        } else if (decision instanceof Decision.Parked parked) {
            number.leavePlaces(item, Long.MAX_VALUE);
            number.parked
                    .computeIfAbsent(item.entry().template().orElseThrow(), t -> new TreeMap<>())
                    .put(item.seq(), item.id());
            held.add(new Taken.Held(item.entry(), parked.reason(), 0));
        } else if (decision instanceof Decision.InLine wait) {
            number.leaveBehind(item);
            standInLine(item, wait.reason());
        } else {
            finish(item, ((Decision.Ended) decision).reason());
        }
    }

    private void admit(Item item, From from, Decision.Go go) {
        number.leaveLines(item);
        if (from == From.BEHIND) {
            number.leaveBehind(item);
            if (number.behind.get(item.personLine()).isEmpty()) {
                number.due.remove(item.personLine());
            } else {
                number.due.put(item.personLine(), leaseEnds());
            }
        }
        if (go.charged()) {
            portfolio.charge(item, number, now);
        }
        number.busy.put(item.entry().person(), leaseEnds());
        number.pairs.put(item.entry().person(), go.pairArrival());
        number.expires.remove(item.id());
        lease(item.id(), true);
        admitted.add(new Taken.Admitted(item.entry(), start, go.charged()));
        start += pace.interval(number.throughput);
        slots--;
    }

    private void waitBehind(Item item, From from, long at) {
        number.busy.computeIfPresent(item.entry().person(), (person, until) -> Math.min(until, leaseEnds()));
        standBehind(item, from, at);
    }

    private void standBehind(Item item, From from, long at) {
        number.standBehind(item);
        if (from == From.BEHIND) {
            number.due.put(item.personLine(), at);
        } else {
            number.due.putIfAbsent(item.personLine(), at);
            number.leaveLines(item);
        }
    }

    private void waitUntil(Item item, From from, long at) {
        if (from == From.BEHIND) {
            number.due.put(item.personLine(), at);
        } else {
            number.leaveLines(item);
            number.held.put(item.id(), at);
        }
    }

    private void standInLine(Item item, Reason reason) {
        boolean daily = reason == Reason.DAILY_LIMIT;
        TreeMap<Long, MessageId> own = daily ? number.dailyLine : portfolio.line;
        boolean stood = own.containsKey(item.place());
        number.leaveLines(item);
        own.put(item.place(), item.id());
        if (!daily) {
            number.line.put(item.place(), item.id());
        }
        if (!stood) {
            Line limit = daily ? dailyLine() : limitLine();
            int ahead = own.headMap(item.place()).size();
            held.add(new Taken.Held(
                    item.entry(), reason, limit.goesAt(ahead, now).orElse(0)));
        }
    }

    private void finish(Item item, Reason reason) {
        number.leavePlaces(item, now);
        number.expires.remove(item.id());
        lease(item.id(), false);
        ended.add(new Taken.Ended(item.entry(), reason));
    }

    private void lease(MessageId id, boolean holdsPerson) {
        number.expires.remove(id);
        number.leases.put(id, new Lease(owner, leaseEnds(), holdsPerson));
    }

    private long leaseEnds() {
        return now + gates.leaseMillis();
    }

    private Line dailyLine() {
        return PortfolioModel.lineOf(number.dailyLimit, number.counted);
    }

    private Line limitLine() {
        return portfolio.limitLine(now);
    }

    private static Candidate candidate(Entry entry) {
        Optional<Candidate.Fallback> fallback = entry.fallbackTemplate()
                .map(template -> new Candidate.Fallback(
                        template, entry.fallbackCategory().orElseThrow()));
        return new Candidate(
                entry.person(),
                entry.category(),
                entry.template(),
                entry.expiresAtMillis(),
                entry.notBeforeMillis(),
                fallback);
    }

    private static Entry withFallback(Entry entry) {
        return new Entry(
                entry.id(),
                entry.sender(),
                entry.person(),
                entry.fallbackCategory().orElseThrow(),
                entry.fallbackTemplate(),
                entry.expiresAtMillis(),
                entry.notBeforeMillis(),
                entry.attempts(),
                Optional.empty(),
                Optional.empty(),
                true);
    }

    /** What the gates may know about one message. */
    private final class Facts implements Knowledge {

        private final Item item;
        private final From from;

        Facts(Item item) {
            this(item, From.LANE);
        }

        Facts(Item item, From from) {
            this.item = item;
            this.from = from;
        }

        @Override
        public long windowEnds(PersonId person) {
            return number.windows.getOrDefault(person, 0L);
        }

        @Override
        public Optional<TemplateStatus> template(String key) {
            return Optional.ofNullable(portfolio.templates.get(key));
        }

        @Override
        public ConsentByte consent(PersonId person) {
            return portfolio.consents.getOrDefault(person, ConsentByte.NOTHING_KNOWN);
        }

        @Override
        public long suppressedUntil(PersonId person) {
            return portfolio.suppressed.getOrDefault("r" + person, 0L);
        }

        @Override
        public long marketingSuppressedUntil(PersonId person) {
            return portfolio.suppressed.getOrDefault("m" + person, 0L);
        }

        @Override
        public long busyUntil(PersonId person) {
            return number.busy.getOrDefault(person, 0L);
        }

        @Override
        public boolean othersWait(PersonId person, Category category) {
            return from != From.BEHIND && number.due.containsKey(item.personLine());
        }

        @Override
        public long pairArrival(PersonId person) {
            return number.pairs.getOrDefault(person, 0L);
        }

        @Override
        public boolean countsHere(PersonId person) {
            return number.counted.containsKey(person);
        }

        @Override
        public boolean counts(PersonId person) {
            return portfolio.counts(person, now);
        }

        @Override
        public boolean hasTurnHere() {
            return dailyLine().hasTurn(number.dailyLine.headMap(item.place()).size());
        }

        @Override
        public boolean hasTurn() {
            return limitLine().hasTurn(portfolio.line.headMap(item.place()).size());
        }
    }
}
