package io.estafet.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.estafet.simulator.BusinessNumber.NumberSpec;
import io.estafet.simulator.SimulatedPortfolio.PortfolioSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Events on the platform that no send causes: a person writes, a limit changes. The books change first, then a webhook
 * reports it.
 */
final class News {
    private final SimulatedPlatform platform;

    News(SimulatedPlatform platform) {
        this.platform = platform;
    }

    JsonNode inbound(JsonNode body) {
        List<InboundSpec> specs = ControlApi.specs(body, Map.of(), InboundSpec.class);
        platform.books().requireRoomForPeople();
        specs.forEach(spec -> number(spec.phoneNumberId()));
        ObjectNode answer = Json.object();
        var ids = answer.putArray("messages");
        specs.forEach(spec -> ids.add(wrote(spec)));
        return answer;
    }

    JsonNode events(JsonNode body) {
        List<EventSpec> specs = ControlApi.specs(body, Map.of(), EventSpec.class);
        platform.books().requireRoomForPeople();
        specs.forEach(this::happen);
        return Json.object().put("told", specs.size());
    }

    private String wrote(InboundSpec spec) {
        BusinessNumber number = number(spec.phoneNumberId());
        String person = WaId.of(spec.from());
        long now = platform.time().millis();
        platform.books().wrote(number, person, now - now % 1000);
        long nanos = System.nanoTime();
        number.bucket().charge(nanos);
        if (platform.behaviour().rules().inboundCounts()) {
            number.window().add(nanos);
        }
        platform.report().inbound();
        String wamid = platform.wamids().next();
        JsonNode message = spec.message();
        if (message == null) {
            ObjectNode text = Json.object().put("type", "text");
            text.putObject("text").put("body", spec.text() == null ? "" : spec.text());
            message = text;
        }
        platform.webhooks().tell(new Update.Inbound(number, person, wamid, now, message));
        return wamid;
    }

    private void happen(EventSpec spec) {
        switch (spec.type()) {
            case QUALITY -> quality(spec);
            case LIMIT -> limit(spec);
            case TEMPLATE -> template(spec);
            case TEMPLATE_QUALITY -> templateQuality(spec);
            case TEMPLATE_CATEGORY -> templateCategory(spec);
            case PREFERENCE -> preference(spec);
            case ACCOUNT_ERROR -> accountError(spec);
            case RAW -> tell(required("wabaId", spec.wabaId()), required("field", spec.field()), value(spec));
        }
    }

    private void quality(EventSpec spec) {
        BusinessNumber number = number(required("phoneNumberId", spec.phoneNumberId()));
        NumberSpec known = number.spec();
        String event = spec.event() == null ? "ONBOARDING" : spec.event();
        if (spec.throughput() != null) {
            platform.books()
                    .put(new NumberSpec(
                            known.phoneNumberId(),
                            known.wabaId(),
                            known.portfolio(),
                            known.displayPhoneNumber(),
                            known.token(),
                            spec.throughput(),
                            known.registered()));
        }
        if (spec.maintenanceMillis() != null) {
            number.maintain(System.nanoTime() + spec.maintenanceMillis() * 1_000_000L);
        }
        String tier = platform.books().portfolioOf(number).tier();
        ObjectNode value = Json.object()
                .put("display_phone_number", known.displayPhoneNumber())
                .put("event", event)
                .put("current_limit", tier)
                .put("max_daily_conversations_per_business", tier);
        tell(known.wabaId(), "phone_number_quality_update", value);
    }

    private void limit(EventSpec spec) {
        SimulatedPortfolio portfolio = platform.books().knownPortfolio(required("portfolio", spec.portfolio()));
        if (portfolio == null) {
            throw new Json.Refused("/portfolio", "no such portfolio");
        }
        ObjectNode changed = Json.object().put("id", portfolio.id());
        changed.set("messagingLimit", value(spec));
        platform.books().put(Json.read(changed, Map.of(), PortfolioSpec.class));
        long told = portfolio.limit() == SimulatedPortfolio.UNLIMITED ? -1 : portfolio.limit();
        ObjectNode value = Json.object()
                .put("max_daily_conversation_per_phone", told)
                .put("max_daily_conversations_per_business", told)
                .put("max_phone_numbers_per_waba", 25);
        TreeSet<String> wabas = new TreeSet<>();
        for (BusinessNumber number : platform.books().numbers()) {
            if (number.spec().portfolio().equals(portfolio.id())) {
                wabas.add(number.spec().wabaId());
            }
        }
        wabas.forEach(waba -> tell(waba, "business_capability_update", value));
    }

    private void template(EventSpec spec) {
        SimulatedTemplate template = knownTemplate(spec);
        String event = required("event", spec.event());
        String status = event.equals("REINSTATED") || event.equals("UNARCHIVED") ? "APPROVED" : event;
        // FLAGGED and LOCKED are events without a change of status.
        if (SimulatedTemplate.STATUSES.contains(status)) {
            platform.books().status(template, status);
        }
        ObjectNode value = about(template)
                .put("event", event)
                .put("message_template_category", template.spec().category())
                .put("reason", spec.reason() == null ? "NONE" : spec.reason());
        tell(template.spec().wabaId(), "message_template_status_update", value);
    }

    private void templateQuality(EventSpec spec) {
        SimulatedTemplate template = knownTemplate(spec);
        ObjectNode value = about(template)
                .put("previous_quality_score", spec.previous() == null ? "UNKNOWN" : spec.previous())
                .put("new_quality_score", required("event", spec.event()));
        tell(template.spec().wabaId(), "message_template_quality_update", value);
    }

    private void templateCategory(EventSpec spec) {
        SimulatedTemplate template = knownTemplate(spec);
        ObjectNode value = about(template)
                .put("previous_category", template.spec().category())
                .put("new_category", required("event", spec.event()));
        tell(template.spec().wabaId(), "template_category_update", value);
    }

    private void preference(EventSpec spec) {
        BusinessNumber number = number(required("phoneNumberId", spec.phoneNumberId()));
        String wish = value(spec).asText();
        if (!wish.equals("stop") && !wish.equals("resume")) {
            throw new Json.Refused("/value", "must be stop or resume");
        }
        String person = WaId.of(required("person", spec.person()));
        platform.books().preference(platform.books().portfolioOf(number), person, wish.equals("stop"));
        ObjectNode value = about(number);
        value.putArray("contacts").addObject().put("wa_id", person);
        value.putArray("user_preferences")
                .addObject()
                .put("wa_id", person)
                .put("detail", "User requested to " + wish + " marketing messages")
                .put("category", "marketing_messages")
                .put("value", wish)
                .put("timestamp", platform.time().millis() / 1000);
        tell(number.spec().wabaId(), "user_preferences", value);
    }

    private void accountError(EventSpec spec) {
        BusinessNumber number = number(required("phoneNumberId", spec.phoneNumberId()));
        GraphError error = GraphError.of(spec.code() == null ? 130429 : spec.code());
        ObjectNode value = about(number);
        ObjectNode told = value.putArray("errors")
                .addObject()
                .put("code", error.code())
                .put("title", error.title())
                .put("message", error.title());
        told.putObject("error_data").put("details", error.details());
        tell(number.spec().wabaId(), "messages", value);
    }

    private static ObjectNode about(BusinessNumber number) {
        ObjectNode value = Json.object().put("messaging_product", "whatsapp");
        value.putObject("metadata")
                .put("display_phone_number", number.spec().displayPhoneNumber())
                .put("phone_number_id", number.id());
        return value;
    }

    /** Webhooks write the id as an integer and the language with a hyphen, unlike the API. */
    private static ObjectNode about(SimulatedTemplate template) {
        return Json.object()
                .put("message_template_id", template.id())
                .put("message_template_name", template.spec().name())
                .put("message_template_language", template.spec().language().replace('_', '-'));
    }

    private void tell(String wabaId, String field, JsonNode value) {
        platform.webhooks().tell(new Update.Change(wabaId, field, value));
    }

    private BusinessNumber number(String id) {
        BusinessNumber number = platform.books().number(id);
        if (number == null) {
            throw new Json.Refused("/phoneNumberId", "no such number");
        }
        return number;
    }

    private SimulatedTemplate knownTemplate(EventSpec spec) {
        SimulatedTemplate template = platform.books()
                .template(
                        required("wabaId", spec.wabaId()),
                        required("name", spec.name()),
                        required("language", spec.language()));
        if (template == null) {
            throw new Json.Refused("/name", "no such template");
        }
        return template;
    }

    private static JsonNode value(EventSpec spec) {
        JsonNode value = spec.value();
        if (value == null || value.isNull()) {
            throw new Json.Refused("/value", "value is required for this type");
        }
        return value;
    }

    private static String required(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new Json.Refused("/" + field, field + " is required for this type");
        }
        return value;
    }
}
