package io.estafet.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.admission.model.Gates;
import io.estafet.admission.model.Pace;
import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.queue.Entry;
import io.estafet.queue.Settlement;
import io.estafet.recipient.ConsentByte;
import io.estafet.recipient.ConsentStatus;
import io.estafet.template.TemplateStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * One random history of a portfolio with two numbers and few people, told to Redis, to the model and to the promises
 * alike. All three must agree after each take. Few people and small limits, so that everything collides.
 */
final class History {

    static final TestConfig CONFIG = new TestConfig(512, 3);

    private static final Gates GATES = new Gates(5_000, 15_000, 6_200, CONFIG.pairBurst());
    private static final Pace PACE = new Pace(20_000, 180_000, 15);
    private static final List<String> OWNERS = List.of("one", "two");
    private static final Map<String, Category> TEMPLATES = Map.of(
            "w/otp/id", Category.AUTHENTICATION,
            "w/order/id", Category.UTILITY,
            "w/order/id_ID", Category.UTILITY,
            "w/promo/id", Category.MARKETING);
    private static final List<String> TEMPLATE_NAMES =
            TEMPLATES.keySet().stream().sorted().toList();

    /** A leased message as its owner knows it. */
    private record Mine(NumberModel number, Entry entry, String owner, boolean charged) {}

    private final Random random;
    private final Rig rig;
    private final PortfolioId id;
    private final PortfolioModel portfolio = new PortfolioModel();
    private final List<NumberModel> numbers = new ArrayList<>();
    private final Promises promises = new Promises(CONFIG.pairBurst());
    private final Map<MessageId, Mine> mine = new LinkedHashMap<>();
    private final Set<MessageId> withoutRequest = new HashSet<>();
    private final List<Entry> known = new ArrayList<>();
    private final int people;
    private final boolean withModel;
    private final List<String> told = new ArrayList<>();

    /** @param withModel false when only the promises are asked */
    History(long seed, Rig rig, String id, boolean withModel) {
        this.random = new Random(seed);
        this.rig = rig;
        this.id = new PortfolioId(id);
        this.withModel = withModel;
        this.people = 2 + random.nextInt(6);
        rig.now = Rig.EPOCH_MILLIS;
        portfolio.limit = pick(-1, 1, 2, 3, 3, 5);
        promises.limit = portfolio.limit;
        rig.know(this.id, portfolio.limit);
        addNumber("A");
        addNumber("B");
        TEMPLATE_NAMES.forEach(template -> setTemplate(template, Optional.of(TemplateStatus.APPROVED)));
        for (int person = 1; person <= people; person++) {
            ConsentByte all = ConsentByte.NOTHING_KNOWN
                    .with(Category.AUTHENTICATION, ConsentStatus.OPTED_IN)
                    .with(Category.UTILITY, ConsentStatus.OPTED_IN)
                    .with(Category.MARKETING, ConsentStatus.OPTED_IN);
            setConsent(new PersonId(person), all);
        }
    }

    private void addNumber(String name) {
        NumberModel number = new NumberModel(portfolio, new SenderId(name), pick(1, 5, 20, 80, 1000));
        number.dailyLimit = pick(-1, -1, 1, 2, 3);
        promises.dailyLimits.put(number.id, number.dailyLimit);
        promises.throughputs.put(number.id, number.throughput);
        rig.know(id, number.id, number.throughput, number.dailyLimit);
        numbers.add(number);
    }

    void run() {
        int steps = 20 + random.nextInt(41);
        for (int step = 0; step < steps; step++) {
            step();
            if (random.nextInt(3) > 0) {
                take();
            }
        }
        new Places(rig, id, numbers).assertNothingIsLost(portfolio, promises.clockWasSetBack());
    }

    String story() {
        // Field names and the constant beginnings of ids and times away: a history is read by people.
        return String.join("\n", told)
                .replaceAll("[a-zA-Z]+=|Optional|[0-9a-f]{8}-[0-9a-f]{4}-7000-8000-0{4,10}", "")
                .replace("1800", "~");
    }

    private void step() {
        int dice = random.nextInt(100);
        if (dice < 30) {
            enqueue();
        } else if (dice < 50) {
            settle();
        } else if (dice < 70) {
            moveClock();
        } else if (dice < 75) {
            setTemplate(any(TEMPLATE_NAMES), pickStatus());
        } else if (dice < 80) {
            changeConsent();
        } else if (dice < 83) {
            openWindow();
        } else if (dice < 85) {
            suppress();
        } else if (dice < 88) {
            pause();
        } else if (dice < 91) {
            setPaused(number(), random.nextInt(3) == 0);
        } else if (dice < 94) {
            deliver();
        } else if (dice < 96) {
            refund();
        } else if (dice < 98) {
            withdraw();
        } else {
            changeLimit();
        }
    }

    // Steps ------------------------------------------------------------------------------------------------------

    private void enqueue() {
        NumberModel number = number();
        List<Entry> entries = new ArrayList<>();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            Entry again = !known.isEmpty() && random.nextInt(20) == 0 ? any(known) : entry(number);
            entries.add(again.sender().equals(number.id) ? again : entry(number));
        }
        tell("enqueue " + entries);
        if (random.nextInt(8) == 0 && promises.nothingUnderWay(entries.get(0))) {
            entries.subList(1, entries.size()).clear();
            enqueueTaken(number, entries.get(0));
        } else {
            entries.forEach(this::promiseOrder);
            rig.enqueue(id, entries);
            entries.forEach(entry -> number.enqueue(entry, rig.now));
        }
        known.addAll(entries);
    }

    /** As after a loss of Redis: its request may be under way. */
    private void enqueueTaken(NumberModel number, Entry entry) {
        long leased = rig.now + 1 + random.nextInt(15_000);
        tell("its lease ends " + leased);
        if (rig.enqueueTaken(id, entry, leased) == 1) {
            promises.underWay(entry, leased);
            withoutRequest.remove(entry.id());
        }
        number.enqueueTaken(entry, leased);
        promises.withdrawn(entry.id());
    }

    /** An id that was here before comes back (redriven): it may overtake. */
    private void promiseOrder(Entry entry) {
        if (!known.contains(entry)) {
            promises.enqueued(entry, rig.now);
        }
    }

    private Entry entry(NumberModel number) {
        boolean freeForm = random.nextInt(3) == 0;
        String template = any(TEMPLATE_NAMES);
        boolean fallback = freeForm && random.nextBoolean();
        return new Entry(
                rig.nextId(),
                number.id,
                person(),
                freeForm ? Category.SERVICE : TEMPLATES.get(template),
                freeForm ? Optional.empty() : Optional.of(template),
                rig.now + pick(100, 20_000, 600_000, 100_000_000, 600_000_000),
                random.nextInt(8) == 0 ? rig.now + random.nextInt(60_000) : 0,
                0,
                fallback ? Optional.of(template) : Optional.empty(),
                fallback ? Optional.of(TEMPLATES.get(template)) : Optional.empty(),
                false);
    }

    private void settle() {
        if (mine.isEmpty()) {
            return;
        }
        Mine first = any(List.copyOf(mine.values()));
        String owner = random.nextInt(10) == 0 ? "somebody" : first.owner();
        List<Settlement> settlements = new ArrayList<>();
        for (Mine one : List.copyOf(mine.values())) {
            boolean same = one.number() == first.number() && one.owner().equals(first.owner());
            if (same && (one == first || random.nextBoolean())) {
                settlements.add(settlement(one));
            }
        }
        tell("settle by " + owner + " " + settlements);
        rig.settle(id, first.number().id, owner, settlements);
        first.number().settle(owner, settlements, rig.now).forEach(ended -> promises.settled(ended, rig.now));
        settlements.forEach(settlement -> mine.remove(settlement.entry().id()));
    }

    private Settlement settlement(Mine one) {
        Entry later = one.entry().after(1, rig.now + random.nextInt(30_000));
        boolean refund = one.charged() && random.nextInt(3) == 0;
        return switch (random.nextInt(withoutRequest.contains(one.entry().id()) ? 5 : 8)) {
            case 0 -> Settlement.again(Settlement.Kind.RETRY, later, refund);
            case 1 -> Settlement.again(Settlement.Kind.HOLD, later, refund);
            case 2 -> Settlement.again(Settlement.Kind.BACK, one.entry(), one.charged());
            case 3, 4, 5, 6 -> Settlement.done(one.entry(), refund);
            default -> Settlement.doneUnknown(one.entry(), rig.now + random.nextInt(8_000));
        };
    }

    private void moveClock() {
        int dice = random.nextInt(40);
        long by = dice < 14
                ? random.nextInt(400)
                : dice < 26
                        ? random.nextInt(20_000)
                        : dice < 32
                                ? random.nextInt(600_000)
                                : dice < 36
                                        ? random.nextInt(40_000_000)
                                        : dice < 39 ? Rig.DAY - pick(0, 1, 1_000, -1) : -random.nextInt(7_200_000);
        rig.now += by;
        tell("clock " + by);
        if (by < 0) {
            promises.clockSetBack();
        }
    }

    private void setTemplate(String template, Optional<TemplateStatus> status) {
        tell("template " + template + " " + status);
        rig.template(id, template, status);
        for (Map<String, TemplateStatus> templates : List.of(portfolio.templates, promises.templates)) {
            status.ifPresentOrElse(s -> templates.put(template, s), () -> templates.remove(template));
        }
    }

    private Optional<TemplateStatus> pickStatus() {
        int dice = random.nextInt(9);
        return dice < 5
                ? Optional.of(TemplateStatus.values()[dice])
                : dice < 8 ? Optional.of(TemplateStatus.APPROVED) : Optional.empty();
    }

    private void changeConsent() {
        PersonId person = person();
        ConsentByte before = portfolio.consents.get(person);
        Category category = any(List.of(Category.AUTHENTICATION, Category.UTILITY, Category.MARKETING));
        int dice = random.nextInt(8);
        setConsent(
                person,
                dice == 0
                        ? before.withWhatsAppStop(!before.whatsAppStop())
                        : before.with(
                                category,
                                dice < 6
                                        ? ConsentStatus.OPTED_IN
                                        : dice == 6 ? ConsentStatus.NONE : ConsentStatus.OPTED_OUT));
    }

    private void setConsent(PersonId person, ConsentByte consent) {
        tell("consent " + person + " " + consent);
        rig.consent(id, person, consent);
        portfolio.consents.put(person, consent);
        promises.consents.put(person, consent);
    }

    private void suppress() {
        PersonId person = person();
        char letter = random.nextBoolean() ? 'r' : 'm';
        long until = rig.now + pick(3_000, 20_000, 600_000, (int) Rig.DAY);
        tell("suppress " + letter + person + " " + (until - rig.now));
        rig.suppress(id, person, letter, until);
        portfolio.suppressed.put(letter + "" + person, until);
        promises.suppressed.put(letter + "" + person, until);
    }

    private void openWindow() {
        NumberModel number = number();
        PersonId person = person();
        long ends = rig.now + pick(3_000, 20_000, 600_000, (int) Rig.DAY);
        tell("window " + number.id + " " + person + " " + (ends - rig.now));
        rig.openWindow(id, number.id, person, ends);
        number.openWindow(person, ends, rig.now, PACE);
        promises.windowOpened(number.id, person, ends);
    }

    private void pause() {
        NumberModel number = number();
        long began = rig.now - random.nextInt(10_000);
        long until = rig.now + random.nextInt(60_000);
        String reason = random.nextBoolean() ? "throttled" : "quality";
        tell("pause " + number.id + " " + reason + " " + (until - rig.now));
        rig.pause(id, number.id, reason, began, until);
        number.pause(reason, began, until, rig.now);
    }

    private void setPaused(NumberModel number, boolean paused) {
        tell("paused " + number.id + " " + paused);
        rig.paused(id, number.id, paused);
        number.paused = paused;
    }

    private void deliver() {
        if (known.isEmpty()) {
            return;
        }
        Entry entry = any(known);
        long at = rig.now - random.nextInt(1_000);
        NumberModel number = entry.sender().equals(numbers.get(0).id) ? numbers.get(0) : numbers.get(1);
        tell("delivered " + entry.id());
        rig.changeCharge(id, number.id, entry.person(), entry.id(), at);
        portfolio.deliver(entry.id(), entry.person(), number, at, rig.now);
        promises.delivered(entry.id(), number.id, entry.person(), at);
    }

    private void refund() {
        if (known.isEmpty()) {
            return;
        }
        Entry entry = any(known);
        NumberModel number = entry.sender().equals(numbers.get(0).id) ? numbers.get(0) : numbers.get(1);
        tell("refund " + entry.id());
        rig.changeCharge(id, number.id, entry.person(), entry.id(), 0);
        portfolio.refund(entry.id(), entry.person(), number, rig.now);
        promises.refunded(entry.id());
    }

    private void withdraw() {
        NumberModel number = number();
        List<MessageId> ids = known.stream()
                .filter(entry -> entry.sender().equals(number.id) && random.nextInt(3) == 0)
                .map(Entry::id)
                .distinct()
                .toList();
        if (ids.isEmpty()) {
            return;
        }
        tell("withdraw " + ids);
        List<MessageId> gone = ids.stream().filter(number::withdraw).toList();
        assertThat(rig.withdraw(id, number.id, ids)).containsExactlyInAnyOrderElementsOf(gone);
        gone.forEach(promises::withdrawn);
    }

    private void changeLimit() {
        portfolio.limit = pick(-1, 0, 1, 2, 4);
        promises.limit = portfolio.limit;
        tell("limit " + portfolio.limit);
        rig.limit(id, portfolio.limit);
    }

    // Taking -----------------------------------------------------------------------------------------------------

    private void take() {
        NumberModel number = number();
        String owner = any(OWNERS);
        int most = pick(1, 2, 5, 20, 200);
        Taken taken = rig.take(id, number.id, owner, most);
        tell("take " + number.id + " by " + owner + " at most " + most + " at " + rig.now + ": " + taken);
        promises.taken(taken, GATES.leaseMillis());
        if (withModel) {
            agree(number, taken, new TakeModel(number, GATES, PACE, owner, rig.now).take(most));
        }
        remember(number, owner, taken);
        asksForNothingInVain(number, owner, taken);
    }

    private void agree(NumberModel number, Taken taken, Taken expected) {
        assertThat(taken.recovered()).as("recovered").isEqualTo(expected.recovered());
        assertThat(taken.ended()).as("ended").isEqualTo(expected.ended());
        assertThat(taken.held()).as("held").isEqualTo(expected.held());
        assertThat(taken.admitted()).as("admitted").isEqualTo(expected.admitted());
        Places places = new Places(rig, id, numbers);
        assertThat(places.counted(number.id, rig.now))
                .as("counted, and counted here")
                .containsExactly(portfolio.counted(rig.now), number.counted);
    }

    private void remember(NumberModel number, String owner, Taken taken) {
        taken.recovered().forEach(e -> mine.put(e.id(), new Mine(number, e, owner, true)));
        taken.ended().forEach(e -> mine.put(e.entry().id(), new Mine(number, e.entry(), owner, false)));
        taken.ended().forEach(e -> withoutRequest.add(e.entry().id()));
        taken.admitted().forEach(a -> mine.put(a.entry().id(), new Mine(number, a.entry(), owner, a.charged())));
        taken.admitted().forEach(a -> withoutRequest.remove(a.entry().id()));
    }

    /** Asked to come again at once, one can do something; and before the time that was named, nobody can. */
    private void asksForNothingInVain(NumberModel number, String owner, Taken before) {
        Taken taken = before;
        for (int again = 0; taken.nextAtMillis() <= rig.now; again++) {
            assertThat(again).as("takes in a row without progress").isLessThan(40);
            taken = rig.take(id, number.id, owner, 200);
            tell("again " + number.id + " by " + owner + ": " + taken);
            promises.taken(taken, GATES.leaseMillis());
            if (withModel) {
                agree(number, taken, new TakeModel(number, GATES, PACE, owner, rig.now).take(200));
            }
            remember(number, owner, taken);
        }
    }

    // Dice -------------------------------------------------------------------------------------------------------

    private void tell(String what) {
        told.add(what);
    }

    private NumberModel number() {
        return any(numbers);
    }

    private PersonId person() {
        return new PersonId(1 + random.nextInt(people));
    }

    private int pick(int... of) {
        return of[random.nextInt(of.length)];
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
