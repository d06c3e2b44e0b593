package io.estafet.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.estafet.simulator.BusinessNumber.NumberSpec;
import io.estafet.simulator.SimulatedPortfolio.PortfolioSpec;
import io.estafet.simulator.SimulatedTemplate.TemplateSpec;
import io.estafet.simulator.UniquePeople.Charge;
import java.util.HashMap;
import java.util.Map;

/** The lines of the journal, read back and written as a snapshot. */
final class BooksFile {
    private final Books books;
    private final SimulatedTime time;
    /** Charges by message, for the failed statuses that follow in the same file. */
    private final Map<String, Charge> charges = new HashMap<>();

    BooksFile(Books books, SimulatedTime time) {
        this.books = books;
        this.time = time;
    }

    void replay(JsonNode line) {
        String kind = line.path(0).asText();
        String first = line.path(1).asText();
        String second = line.path(2).asText();
        switch (kind) {
            case "number" -> books.put(Json.read(line.path(1), Map.of(), NumberSpec.class));
            case "portfolio" -> books.put(Json.read(line.path(1), Map.of(), PortfolioSpec.class));
            case "template" -> books.put(Json.read(line.path(1), Map.of(), TemplateSpec.class));
            case "status" -> replayStatus(line);
            case "sent" -> replaySent(line);
            case "seen" -> books.acceptedAgain(first, line.path(2).asLong());
            case "charge" ->
                books.portfolio(first).accepted().charge(second, line.path(3).asLong());
            case "delivered" ->
                books.delivered(books.portfolio(first), second, line.path(3).asLong());
            case "failed" -> replayFailed(line);
            case "preference" ->
                books.preference(books.portfolio(first), second, line.path(3).asInt() == 1);
            case "clock" -> books.moveClock(line.path(1).asLong());
            case "forget" -> books.forgetPeople();
            default -> replayOfNumber(line);
        }
    }

    void snapshot(BooksJournal journal) {
        charges.clear();
        long now = time.millis();
        journal.append("clock", time.offsetMillis());
        for (SimulatedPortfolio portfolio : books.portfolios()) {
            snapshot(portfolio, journal, now);
        }
        for (SimulatedTemplate template : books.templates()) {
            TemplateSpec spec = template.spec();
            journal.append("template", spec);
            journal.append("status", spec.wabaId(), spec.name(), spec.language(), template.status());
        }
        for (BusinessNumber number : books.numbers()) {
            journal.append("number", number.spec());
            number.lastInbound().forEach((person, at) -> {
                if (number.windowOpen(person, now)) {
                    journal.append("inbound", number.id(), person, at);
                }
            });
            number.pairs().forEachBorrower(now, (person, at) -> journal.append("pair", number.id(), person, at));
        }
        books.callbacks().live().forEach((id, entry) -> {
            for (int i = 0; i < entry.count() && entry.lastMillis() + Callbacks.KEPT_MILLIS > now; i++) {
                journal.append("seen", id, entry.lastMillis());
            }
        });
    }

    private static void snapshot(SimulatedPortfolio portfolio, BooksJournal journal, long now) {
        Object limit = portfolio.limit() == SimulatedPortfolio.UNLIMITED ? "unlimited" : portfolio.limit();
        journal.append("portfolio", Map.of("id", portfolio.id(), "messagingLimit", limit));
        // The count drops what is older than the window.
        portfolio.accepted().count(now);
        portfolio.delivered().count(now);
        portfolio
                .accepted()
                .forEachLive(charge -> journal.append("charge", portfolio.id(), charge.person(), charge.atMillis()));
        portfolio
                .delivered()
                .forEachLive(charge -> journal.append("delivered", portfolio.id(), charge.person(), charge.atMillis()));
        portfolio.stopped().forEach(person -> journal.append("preference", portfolio.id(), person, 1));
    }

    private void replayOfNumber(JsonNode line) {
        BusinessNumber number = books.number(line.path(1).asText());
        if (number == null) {
            throw new Json.Refused("", "damaged books: " + line.path(0).asText() + " of an unknown number");
        }
        String person = line.path(2).asText();
        switch (line.path(0).asText()) {
            case "inbound" -> books.wrote(number, person, line.path(3).asLong());
            case "pair" -> number.pairs().restore(person, line.path(3).asLong());
            default ->
                throw new Json.Refused(
                        "", "damaged books: a line of kind " + line.path(0).asText());
        }
    }

    private void replaySent(JsonNode line) {
        BusinessNumber number = books.number(line.path(1).asText());
        if (number != null) {
            String wamid = line.path(3).asText();
            Charge charge = books.accepted(
                    number,
                    line.path(2).asText(),
                    wamid,
                    line.path(4).asInt() == 1,
                    line.path(5).asLong());
            if (charge != null) {
                charges.put(wamid, charge);
            }
        }
    }

    private void replayFailed(JsonNode line) {
        BusinessNumber number = books.number(line.path(1).asText());
        if (number != null) {
            String wamid = line.path(2).asText();
            books.failed(number, wamid, line.path(3).textValue(), charges.remove(wamid));
        }
    }

    private void replayStatus(JsonNode line) {
        SimulatedTemplate template = books.template(
                line.path(1).asText(), line.path(2).asText(), line.path(3).asText());
        if (template != null) {
            template.status(line.path(4).asText(), System.nanoTime());
        }
    }
}
