package io.estafet.upgrade;

import io.estafet.testing.WhatsApp;
import java.util.List;
import java.util.Locale;

/** Whom the fixtures are about, what WhatsApp knows of them, and messages as the API takes them. */
final class Business {

    static final String OPEN = "upgrade-open";
    /** Its limit is partly used by the old program. */
    static final String TIGHT = "upgrade-tight";
    /** Its limit is used up by the old program. */
    static final String FULL = "upgrade-full";

    static final int TIGHT_LIMIT = 5;
    static final int FULL_LIMIT = 3;

    static final Number SLOW = new Number("106500000002001", TIGHT, "waba-tight", 1);
    static final Number LIMITED = new Number("106500000002002", FULL, "waba-full", 80);
    static final Number PLAIN = new Number("106500000002003", OPEN, "waba-open", 80);
    /** Paused by its owner. */
    static final Number PAUSED = new Number("106500000002004", OPEN, "waba-open", 80);
    /** Has a daily limit. */
    static final Number CAPPED = new Number("106500000002005", OPEN, "waba-open", 80);
    /** Its messages were taken by a replica that has died. */
    static final Number LEASED = new Number("106500000002006", OPEN, "waba-open", 80);
    /** The old program was told that its account does not pay. */
    static final Number UNPAID = new Number("106500000002007", OPEN, "waba-unpaid", 80);

    static final List<Number> NUMBERS = List.of(SLOW, LIMITED, PLAIN, PAUSED, CAPPED, LEASED, UNPAID);

    static final int DAILY_LIMIT = 2;
    /** Set while Redis was away. */
    static final int LATE_DAILY_LIMIT = 3;

    static final String UTILITY = "notice";
    static final String MARKETING = "offer";
    /** A utility template that WhatsApp has paused. */
    static final String BROKEN = "broken";

    static final List<String> TEMPLATES = List.of(UTILITY, MARKETING, BROKEN);

    /** The idempotency key of {@link #repeated()}. */
    static final String REPEATED_KEY = "upgrade-repeated";

    static final String REPEATED_PERSON = person(99_999, 80);

    /** Whom the old program has erased, and who had refused marketing before. */
    static final String ERASED_PERSON = person(99_998, 80);

    private Business() {}

    record Number(String id, String portfolio, String wabaId, int throughput) {}

    static void tell(WhatsApp whatsApp) {
        whatsApp.portfolio(OPEN, -1);
        whatsApp.portfolio(TIGHT, TIGHT_LIMIT);
        whatsApp.portfolio(FULL, FULL_LIMIT);
        for (Number number : NUMBERS) {
            // Not what it is registered with: a busy machine keeps no pace of one message a second.
            whatsApp.number(number.id(), number.wabaId(), number.portfolio(), 80);
            TEMPLATES.forEach(name ->
                    whatsApp.template(number.wabaId(), name, category(name).toUpperCase(Locale.ROOT)));
        }
    }

    static String category(String template) {
        return template.equals(MARKETING) ? "marketing" : "utility";
    }

    /**
     * A phone number that no other index has.
     *
     * @param ending two digits that may choose a fate of the simulator; 80 is ordinary
     */
    static String person(int index, int ending) {
        return "+62811%05d%02d".formatted(index, ending);
    }

    /** The message that is handed over to both programs. */
    static String repeated() {
        return with(template(PLAIN, REPEATED_PERSON, UTILITY), "reference", "\"repeated\"");
    }

    static String template(Number number, String to, String name) {
        return message(number, to, templateObject(name));
    }

    static String text(Number number, String to) {
        return message(number, to, "{\"type\":\"text\",\"text\":{\"body\":\"Selamat pagi 👋\"}}");
    }

    static String templateObject(String name) {
        return """
                {"type":"template","template":{"name":"%s","language":{"code":"en_US"},\
                "components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}""".formatted(name);
    }

    /** The same message with one more member. */
    static String with(String message, String name, String json) {
        return "{\"" + name + "\":" + json + "," + message.substring(1);
    }

    private static String message(Number number, String to, String object) {
        return "{\"sender\":\"%s\",\"to\":\"%s\",\"message\":%s}".formatted(number.id(), to, object);
    }
}
