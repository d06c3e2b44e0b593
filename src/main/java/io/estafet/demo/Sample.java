package io.estafet.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One day's messages of the demo, to people that no run of the last 27 h had. Most people are ordinary. Some have a
 * number whose last two digits make the simulator do something unusual: one in {@link #EVERY} of orders and service,
 * one in {@link #EVERY_PROMOTION} of the promotion, one in {@link #EVERY_NEWS} of the news.
 */
final class Sample {

    private static final List<String> NAMES =
            List.of("Ayu", "Budi", "Citra", "Dewi", "Émile", "Chloé", "Olivia", "Noah");
    /**
     * Undeliverable, no answer, service unavailable, number throttled, pair throttled, connection cut, gateway error
     * page.
     */
    private static final List<Integer> UNUSUAL = List.of(26, 65, 16, 29, 56, 67, 66);
    /** Marketing limited for now, marketing stopped, part of an experiment. */
    private static final List<Integer> UNUSUAL_MARKETING = List.of(49, 50, 72);

    private static final int EVERY = 200;
    private static final int EVERY_PROMOTION = 50;
    private static final int EVERY_NEWS = 10;

    private final List<ObjectNode> overHttp = new ArrayList<>();
    private final List<ObjectNode> atelierOverHttp = new ArrayList<>();
    private final List<ObjectNode> overRedis = new ArrayList<>();
    private final List<Map<String, Object>> consents = new ArrayList<>();
    private final List<Map<String, Object>> atelierConsents = new ArrayList<>();
    private final List<String> writers = new ArrayList<>();
    private final String campaign;
    private final long run;
    private final Instant now;
    private int next;

    /** @param now the time of the run, which also makes its people new */
    Sample(Instant now) {
        this.now = now;
        this.run = now.getEpochSecond() % 100_000;
        this.campaign = "demo-" + now.getEpochSecond();
        orders();
        news();
        service();
        promotion();
    }

    String campaign() {
        return campaign;
    }

    List<ObjectNode> overHttp() {
        return overHttp;
    }

    List<ObjectNode> atelierOverHttp() {
        return atelierOverHttp;
    }

    List<ObjectNode> overRedis() {
        return overRedis;
    }

    List<Map<String, Object>> consents() {
        return consents;
    }

    List<Map<String, Object>> atelierConsents() {
        return atelierConsents;
    }

    /** People who write to {@link Shop#SERVICE} before the messages go, and so open their windows. */
    List<String> writers() {
        return writers;
    }

    int size() {
        return overHttp.size() + atelierOverHttp.size() + overRedis.size();
    }

    private void orders() {
        for (int i = 0; i < 2_940; i++) {
            overHttp.add(template(Shop.ORDERS, Shop.ORDER, agreeing("+628", i)));
        }
        for (int i = 0; i < 1_200; i++) {
            overRedis.add(template(Shop.ORDERS, Shop.ORDER, agreeing("+628", i)).put("tenant", "demo"));
        }
        for (int i = 0; i < 30; i++) {
            overHttp.add(template(Shop.ORDERS, Shop.FLASH_SALE, agreeing("+447", 1)));
        }
        for (int i = 0; i < 10; i++) {
            overHttp.add(template(Shop.ORDERS, Shop.ORDER, agreeing("+628", 1))
                    .put("sendAt", now.plusSeconds(7_200).toString()));
        }
        for (int i = 0; i < 5; i++) {
            overHttp.add(template(Shop.ORDERS, Shop.REFUSED, agreeing("+447", 1)));
            overHttp.add(template(Shop.ORDERS, Shop.DISABLED, agreeing("+447", 1)));
            Shop.Template never = new Shop.Template("waba-nusantara", "never_registered", "en", "utility", "", "");
            overHttp.add(template(Shop.ORDERS, never, agreeing("+447", 1)).put("category", "utility"));
        }
    }

    /** Marketing from a portfolio without a limit: every run shows the people whom marketing does not reach. */
    private void news() {
        for (int i = 0; i < 60; i++) {
            String person = i % EVERY_NEWS == 1
                    ? phone("+447", UNUSUAL_MARKETING.get(i / EVERY_NEWS % UNUSUAL_MARKETING.size()))
                    : phone("+447", next % 10);
            consents.add(consent("nusantara", person, "opted-in"));
            overHttp.add(template(Shop.ORDERS, Shop.NEWS, person));
        }
    }

    private void service() {
        for (int i = 0; i < 500; i++) {
            overHttp.add(template(Shop.SERVICE, Shop.OTP, agreeing("+447", i)));
            overHttp.add(template(Shop.SERVICE, Shop.SHIPPING, agreeing("+337", i)));
        }
        for (int i = 0; i < 150; i++) {
            String person = agreeing("+337", 1);
            // Every fifteenth person has not written, so their window is closed.
            if (i % 15 != 0) {
                writers.add(person);
            }
            ObjectNode reply = reply(Shop.SERVICE, person);
            if (i % 30 == 0) {
                reply.set("fallback", templateObject(Shop.SHIPPING));
            }
            overHttp.add(reply);
        }
    }

    private void promotion() {
        for (int i = 0; i < 400; i++) {
            String person = i % 20 == 3 ? person("+336", 1) : marketingPerson(i);
            if (i % 20 == 7) {
                atelierConsents.add(consent("atelier", person, "opted-out"));
            }
            atelierOverHttp.add(template(Shop.ATELIER, Shop.PROMOTION, person));
        }
    }

    private String marketingPerson(int i) {
        String person = i % EVERY_PROMOTION == 11
                ? phone("+336", UNUSUAL_MARKETING.get(i / EVERY_PROMOTION % UNUSUAL_MARKETING.size()))
                : person("+336", 1);
        atelierConsents.add(consent("atelier", person, "opted-in"));
        return person;
    }

    private String agreeing(String prefix, int i) {
        String person = person(prefix, i);
        consents.add(consent("nusantara", person, "opted-in"));
        return person;
    }

    private String person(String prefix, int i) {
        return phone(prefix, i % EVERY == 13 ? UNUSUAL.get(i / EVERY % UNUSUAL.size()) : next % 10);
    }

    private String phone(String prefix, int lastTwo) {
        return "%s%05d%03d%02d".formatted(prefix, run, next++ / 10 % 1_000, lastTwo);
    }

    private Map<String, Object> consent(String portfolio, String person, String status) {
        return Map.of(
                "portfolio",
                portfolio,
                "to",
                person,
                "category",
                "all",
                "status",
                status,
                "source",
                "demo: checkout form",
                "at",
                (status.equals("opted-in") ? now.minusSeconds(60) : now).toString());
    }

    private ObjectNode template(Shop.PhoneNumber number, Shop.Template template, String to) {
        ObjectNode message = message(number, to);
        message.set("message", templateObject(template));
        return message;
    }

    private ObjectNode templateObject(Shop.Template template) {
        ObjectNode message = Http.JSON.createObjectNode().put("type", "template");
        ObjectNode body = message.putObject("template").put("name", template.name());
        body.putObject("language").put("code", template.language());
        ObjectNode component = body.putArray("components").addObject().put("type", "body");
        String value = template.category().equals("authentication")
                ? "%06d".formatted(next * 7_919L % 1_000_000)
                : NAMES.get(next % NAMES.size());
        component.putArray("parameters").addObject().put("type", "text").put("text", value);
        return message;
    }

    private ObjectNode reply(Shop.PhoneNumber number, String to) {
        ObjectNode message = message(number, to);
        message.putObject("message")
                .put("type", "text")
                .putObject("text")
                .put("body", "Bonjour, votre colis est parti ce matin 📦 À bientôt !");
        return message;
    }

    private ObjectNode message(Shop.PhoneNumber number, String to) {
        return Http.JSON
                .createObjectNode()
                .put("sender", number.id())
                .put("to", to)
                .put("campaign", campaign);
    }
}
