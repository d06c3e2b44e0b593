package io.estafet.simulator;

import io.estafet.simulator.BusinessNumber.NumberSpec;
import io.estafet.simulator.SimulatedPortfolio.PortfolioSpec;
import io.estafet.simulator.SimulatedTemplate.TemplateSpec;
import io.estafet.simulator.UniquePeople.Charge;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the platform knows: numbers, portfolios, templates, people. Every change that a restart must keep goes through a
 * method here, which also journals it. Belongs to the event loop.
 */
final class Books implements AutoCloseable {
    private static final int MOST_NUMBERS = 10_000;
    private static final int MOST_TEMPLATES = 10_000;
    private static final int MOST_PEOPLE = 5_000_000;
    private static final int MOST_LIMITED = 1_000_000;

    private final Map<String, BusinessNumber> numbers = new LinkedHashMap<>();
    private final Map<String, SimulatedPortfolio> portfolios = new LinkedHashMap<>();
    private final Map<SimulatedTemplate.Key, SimulatedTemplate> templates = new LinkedHashMap<>();
    private final Set<String> tokens = new HashSet<>();
    private final Callbacks callbacks = new Callbacks();
    /** When a person's marketing was first limited, for the latest people only; not kept on disk. */
    private final Map<String, Long> limitedSince = new LinkedHashMap<>();

    private final SimulatedTime time;
    private BooksJournal journal = BooksJournal.NONE;

    private Books(SimulatedTime time) {
        this.time = time;
    }

    static Books open(@Nullable Path directory, SimulatedTime time) throws IOException {
        Books books = new Books(time);
        if (directory != null) {
            BooksFile file = new BooksFile(books, time);
            books.journal = BooksJournal.open(directory, file::replay, file::snapshot);
        }
        return books;
    }

    /** @throws Json.Refused when the books would hold too many */
    void requireRoomForNumbers(List<NumberSpec> specs) {
        requireRoom("numbers", MOST_NUMBERS, numbers.keySet(), specs, NumberSpec::phoneNumberId);
    }

    /** @throws Json.Refused when the books would hold too many */
    void requireRoomForPortfolios(List<PortfolioSpec> specs) {
        requireRoom("portfolios", MOST_NUMBERS, portfolios.keySet(), specs, PortfolioSpec::id);
    }

    /** @throws Json.Refused when the books would hold too many */
    void requireRoomForTemplates(List<TemplateSpec> specs) {
        requireRoom("templates", MOST_TEMPLATES, templates.keySet(), specs, SimulatedTemplate.Key::of);
    }

    /**
     * People are those who wrote, once for each number, and those who stopped marketing.
     *
     * @throws Json.Refused when the books hold too many
     */
    void requireRoomForPeople() {
        long people = numbers.values().stream()
                        .mapToLong(number -> number.lastInbound().size())
                        .sum()
                + portfolios.values().stream()
                        .mapToLong(portfolio -> portfolio.stopped().size())
                        .sum();
        if (people >= MOST_PEOPLE) {
            throw new Json.Refused("", "there is room for " + MOST_PEOPLE + " people");
        }
    }

    private static <T, K> void requireRoom(String what, int most, Set<K> known, List<T> specs, Function<T, K> key) {
        long fresh = specs.stream()
                .map(key)
                .filter(one -> !known.contains(one))
                .distinct()
                .count();
        if (known.size() + fresh > most) {
            throw new Json.Refused("", "there is room for " + most + " " + what);
        }
    }

    void put(NumberSpec spec) {
        journal.append("number", spec);
        BusinessNumber known = numbers.get(spec.phoneNumberId());
        if (known == null) {
            numbers.put(spec.phoneNumberId(), new BusinessNumber(spec, System.nanoTime()));
        } else {
            known.update(spec, System.nanoTime());
        }
        tokens.clear();
        numbers.values().forEach(number -> tokens.add(number.spec().token()));
    }

    void put(PortfolioSpec spec) {
        journal.append("portfolio", spec);
        SimulatedPortfolio known = portfolios.get(spec.id());
        if (known == null) {
            portfolios.put(spec.id(), new SimulatedPortfolio(spec.id(), spec.limit()));
        } else {
            known.limit(spec.limit(), System.nanoTime());
        }
    }

    /**
     * A template whose parameters or category changed replaces the old one. Otherwise only its status changes, and the
     * time of that change is noted.
     */
    void put(TemplateSpec spec) {
        SimulatedTemplate fresh = new SimulatedTemplate(spec);
        SimulatedTemplate known = templates.get(fresh.key());
        if (known != null
                && known.shape().equals(fresh.shape())
                && known.spec().category().equals(spec.category())) {
            status(known, spec.status());
            return;
        }
        journal.append("template", spec);
        templates.put(fresh.key(), fresh);
    }

    void status(SimulatedTemplate template, String status) {
        template.status(status, System.nanoTime());
        TemplateSpec spec = template.spec();
        journal.append("status", spec.wabaId(), spec.name(), spec.language(), status);
    }

    void wrote(BusinessNumber number, String person, long atMillis) {
        journal.append("inbound", number.id(), person, atMillis);
        number.wrote(person, atMillis);
    }

    /** Enters an accepted message; returns its charge against the messaging limit when it has one. */
    @Nullable
    Charge accepted(BusinessNumber number, String person, String wamid, boolean charged, long atMillis) {
        journal.append("sent", number.id(), person, wamid, charged ? 1 : 0, atMillis);
        number.pairs().charge(person, atMillis);
        return charged ? portfolioOf(number).accepted().charge(person, atMillis) : null;
    }

    /** Whether an earlier acceptance of the message's id still counts. */
    boolean acceptedAgain(@Nullable String callbackId, long atMillis) {
        if (callbackId != null) {
            journal.append("seen", callbackId, atMillis);
        }
        return callbacks.accepted(callbackId, atMillis);
    }

    void delivered(SimulatedPortfolio portfolio, String person, long atMillis) {
        journal.append("delivered", portfolio.id(), person, atMillis);
        portfolio.delivered().charge(person, atMillis);
    }

    void failed(BusinessNumber number, String wamid, @Nullable String callbackId, @Nullable Charge charge) {
        journal.append("failed", number.id(), wamid, callbackId);
        callbacks.failed(callbackId);
        if (charge != null) {
            portfolioOf(number).accepted().release(charge);
        }
    }

    void preference(SimulatedPortfolio portfolio, String person, boolean stop) {
        journal.append("preference", portfolio.id(), person, stop ? 1 : 0);
        if (stop) {
            portfolio.stopped().add(person);
        } else {
            portfolio.stopped().remove(person);
        }
    }

    void moveClock(long offsetMillis) {
        journal.append("clock", offsetMillis);
        time.moveTo(offsetMillis);
    }

    /** Forgets what people did; numbers, portfolios and templates stay. */
    void forgetPeople() {
        journal.append("forget");
        numbers.values().forEach(BusinessNumber::forgetPeople);
        portfolios.values().forEach(SimulatedPortfolio::forgetPeople);
        callbacks.clear();
        limitedSince.clear();
    }

    @Nullable
    BusinessNumber number(String phoneNumberId) {
        return numbers.get(phoneNumberId);
    }

    Collection<BusinessNumber> numbers() {
        return numbers.values();
    }

    /** A number may name a portfolio before the portfolio is stored. Until then nothing limits the number. */
    SimulatedPortfolio portfolioOf(BusinessNumber number) {
        return portfolio(number.spec().portfolio());
    }

    SimulatedPortfolio portfolio(String id) {
        return portfolios.computeIfAbsent(id, absent -> new SimulatedPortfolio(absent, SimulatedPortfolio.UNLIMITED));
    }

    @Nullable
    SimulatedPortfolio knownPortfolio(String id) {
        return portfolios.get(id);
    }

    Collection<SimulatedPortfolio> portfolios() {
        return portfolios.values();
    }

    @Nullable
    SimulatedTemplate template(String wabaId, String name, String language) {
        return templates.get(new SimulatedTemplate.Key(wabaId, name, language));
    }

    Collection<SimulatedTemplate> templates() {
        return templates.values();
    }

    boolean tokenKnown(String token) {
        return tokens.contains(token);
    }

    Callbacks callbacks() {
        return callbacks;
    }

    /** Whether WhatsApp's own limit for this person holds marketing back: it does for 24 h from the first call. */
    boolean marketingLimited(String person, long nowMillis) {
        long since = limitedSince.computeIfAbsent(person, absent -> nowMillis);
        if (limitedSince.size() > MOST_LIMITED) {
            // Removes the eldest, who may be limited anew.
            limitedSince.remove(limitedSince.keySet().iterator().next());
        }
        return nowMillis < since + UniquePeople.WINDOW_MILLIS;
    }

    @Override
    public void close() {
        journal.close();
    }
}
