package io.estafet.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.estafet.simulator.BusinessNumber.NumberSpec;
import io.estafet.simulator.SimulatedPortfolio.PortfolioSpec;
import io.estafet.simulator.SimulatedTemplate.TemplateSpec;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How tests and the demo control the simulator: its numbers, its behaviour, its clock. Answers with JSON or refuses.
 */
final class ControlApi {
    private static final Instant LAST = Instant.parse("2199-12-31T23:59:59Z");
    /** 50 years, so that the clock shows a time that WhatsApp could report. */
    private static final long FARTHEST_MILLIS = Duration.ofDays(50 * 365).toMillis();

    private final SimulatedPlatform platform;
    private final News news;

    ControlApi(SimulatedPlatform platform) {
        this.platform = platform;
        this.news = new News(platform);
    }

    /** The answer; null when there is no such call. */
    @Nullable
    JsonNode answer(String method, String path, byte[] body) {
        return switch (method + " " + path) {
            case "PUT /numbers" -> putNumbers(Json.parse(body));
            case "PUT /portfolios" -> putPortfolios(Json.parse(body));
            case "PUT /templates" -> putTemplates(Json.parse(body));
            case "PUT /behaviour" -> putBehaviour(Json.parse(body));
            case "PUT /clock" -> putClock(Json.parse(body));
            case "POST /inbound" -> news.inbound(Json.parse(body));
            case "POST /events" -> news.events(Json.parse(body));
            case "DELETE /report" -> reset();
            case "DELETE /books" -> forget();
            default -> method.equals("GET") ? read(path) : null;
        };
    }

    private @Nullable JsonNode read(String path) {
        return switch (path) {
            case "/report" ->
                platform.report()
                        .toJson(
                                platform.books(),
                                platform.pending(),
                                platform.log().dropped());
            case "/behaviour" -> withoutSecret(Json.MAPPER.valueToTree(platform.behaviour()));
            case "/clock" -> clock();
            case "/numbers" -> numbers();
            case "/portfolios" -> portfolios();
            case "/templates" -> templates();
            default -> null;
        };
    }

    /** All or none: nothing is stored before the whole body has been checked. */
    private JsonNode putNumbers(JsonNode body) {
        List<NumberSpec> specs = specs(body, NumberSpec.DEFAULTS, NumberSpec.class);
        platform.books().requireRoomForNumbers(specs);
        specs.forEach(platform.books()::put);
        return stored(specs);
    }

    private JsonNode putPortfolios(JsonNode body) {
        List<PortfolioSpec> specs = specs(body, Map.of(), PortfolioSpec.class);
        platform.books().requireRoomForPortfolios(specs);
        specs.forEach(platform.books()::put);
        return stored(specs);
    }

    private JsonNode putTemplates(JsonNode body) {
        List<TemplateSpec> specs = specs(body, TemplateSpec.DEFAULTS, TemplateSpec.class);
        platform.books().requireRoomForTemplates(specs);
        specs.forEach(platform.books()::put);
        return stored(specs);
    }

    private JsonNode putBehaviour(JsonNode body) {
        platform.behave(Behaviour.of(body));
        return withoutSecret(Json.MAPPER.valueToTree(platform.behaviour()));
    }

    private JsonNode putClock(JsonNode body) {
        JsonNode offset = body.path("offsetMillis");
        JsonNode at = body.path("at");
        if (body.size() != 1 || !(offset.isIntegralNumber() || at.isTextual())) {
            throw new Json.Refused("", "give either offsetMillis, an integer, or at, an instant");
        }
        platform.books().moveClock(at.isTextual() ? offsetFor(at.textValue()) : bounded(offset));
        return clock();
    }

    private long offsetFor(String text) {
        try {
            Instant at = Instant.parse(text);
            if (at.isBefore(Instant.EPOCH) || at.isAfter(LAST)) {
                throw new Json.Refused("/at", "must be between 1970 and " + LAST);
            }
            return platform.time().offsetFor(at);
        } catch (DateTimeException e) {
            throw new Json.Refused("/at", "not an RFC 3339 instant in UTC");
        }
    }

    private static long bounded(JsonNode offset) {
        if (!offset.canConvertToLong() || offset.asLong() > FARTHEST_MILLIS || offset.asLong() < -FARTHEST_MILLIS) {
            throw new Json.Refused("/offsetMillis", "must not be farther than " + FARTHEST_MILLIS);
        }
        return offset.asLong();
    }

    private JsonNode reset() {
        platform.report().reset(platform.books());
        platform.log().clear();
        return Json.object();
    }

    private JsonNode forget() {
        platform.books().forgetPeople();
        return Json.object();
    }

    private JsonNode clock() {
        return Json.object()
                .put("now", platform.time().instant().toString())
                .put("offsetMillis", platform.time().offsetMillis());
    }

    private JsonNode numbers() {
        ArrayNode list = Json.MAPPER.createArrayNode();
        for (BusinessNumber number : platform.books().numbers()) {
            ObjectNode json = Json.MAPPER.valueToTree(number.spec());
            json.remove("token");
            list.add(json);
        }
        return list;
    }

    private JsonNode portfolios() {
        long now = platform.time().millis();
        ArrayNode list = Json.MAPPER.createArrayNode();
        for (SimulatedPortfolio portfolio : platform.books().portfolios()) {
            ObjectNode json = list.addObject().put("id", portfolio.id());
            if (portfolio.limit() == SimulatedPortfolio.UNLIMITED) {
                json.put("messagingLimit", "unlimited");
            } else {
                json.put("messagingLimit", portfolio.limit());
            }
            json.put("accepted", portfolio.accepted().count(now));
            json.put("delivered", portfolio.delivered().count(now));
        }
        return list;
    }

    private JsonNode templates() {
        ArrayNode list = Json.MAPPER.createArrayNode();
        for (SimulatedTemplate template : platform.books().templates()) {
            ObjectNode json = Json.MAPPER.valueToTree(template.spec());
            list.add(json.put("status", template.status()));
        }
        return list;
    }

    /** One object or an array of them. */
    static <T> List<T> specs(JsonNode body, Object defaults, Class<T> type) {
        if (!body.isArray()) {
            return List.of(Json.read(body, defaults, type));
        }
        List<T> specs = new ArrayList<>(body.size());
        for (int index = 0; index < body.size(); index++) {
            try {
                specs.add(Json.read(body.get(index), defaults, type));
            } catch (Json.Refused e) {
                throw new Json.Refused("/" + index + e.pointer(), e.detail());
            }
        }
        return specs;
    }

    private static JsonNode stored(List<?> specs) {
        return Json.object().put("stored", specs.size());
    }

    private static JsonNode withoutSecret(ObjectNode behaviour) {
        if (behaviour.path("webhook") instanceof ObjectNode webhook) {
            webhook.remove("appSecret");
        }
        return behaviour;
    }
}
