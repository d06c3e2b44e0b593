package io.estafet.demo;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Registers the demo's shops in Estafet and in the simulator. A second run changes nothing. */
final class DemoRegistration {

    private final Http simulator;
    private final Map<String, Http> estafet;
    private final String simulatorUrl;

    /** @param estafet a client for each API key */
    DemoRegistration(Http simulator, Map<String, Http> estafet, String simulatorUrl) {
        this.simulator = simulator;
        this.estafet = estafet;
        this.simulatorUrl = simulatorUrl;
    }

    /** @param webhookUrl where the simulator posts statuses and inbound messages */
    void run(String webhookUrl, String webhookSecret) throws IOException {
        simulator.put(
                "/behaviour",
                Map.of(
                        "latency", Map.of("distribution", "lognormal", "p50", 40, "p99", 200),
                        "webhook", Map.of("url", webhookUrl, "appSecret", webhookSecret)));
        for (Shop shop : Shop.ALL) {
            register(shop, client(estafet, shop));
        }
    }

    static Http client(Map<String, Http> estafet, Shop shop) {
        return Objects.requireNonNull(estafet.get(shop.apiKey()));
    }

    private void register(Shop shop, Http api) throws IOException {
        simulator.put("/portfolios", Map.of("id", shop.portfolio(), "messagingLimit", shop.messagingLimit()));
        api.put("/v1/portfolios/" + shop.portfolio(), Map.of("messagingLimit", shop.messagingLimit()));
        for (Shop.PhoneNumber number : shop.numbers()) {
            register(shop, number, api);
        }
        for (Shop.Template template : shop.templates()) {
            register(template, api);
        }
    }

    private void register(Shop shop, Shop.PhoneNumber number, Http api) throws IOException {
        simulator.put(
                "/numbers",
                Map.of(
                        "phoneNumberId", number.id(),
                        "wabaId", number.wabaId(),
                        "portfolio", shop.portfolio(),
                        "displayPhoneNumber", number.display(),
                        "token", Shop.TOKEN,
                        "throughput", number.throughput()));
        api.put(
                "/v1/senders/" + number.id(),
                Map.of(
                        "portfolio", shop.portfolio(),
                        "wabaId", number.wabaId(),
                        "displayPhoneNumber", number.display(),
                        "baseUrl", simulatorUrl,
                        "accessToken", Shop.TOKEN,
                        "throughput", number.throughput()));
    }

    private void register(Shop.Template template, Http api) throws IOException {
        Map<String, Object> known = new LinkedHashMap<>();
        known.put("category", template.category());
        known.put("status", template.status());
        known.put("components", template.components());
        api.put("/v1/templates/" + template.wabaId() + "/" + template.name() + "/" + template.language(), known);
        Map<String, Object> told = new LinkedHashMap<>(known);
        told.put("wabaId", template.wabaId());
        told.put("name", template.name());
        told.put("language", template.language());
        told.put("category", template.category().toUpperCase(Locale.ROOT));
        simulator.put("/templates", List.of(told));
    }
}
